import type { FileStat } from '../../protocol/file-calls.ts';
import { callSync } from '../system-calls.ts';

/** What `test` and `[` answer: 0 for true, 1 for false. */
export function testExpression(args: readonly string[]): number {
  return evaluate(args) ? 0 : 1;
}

function evaluate(args: readonly string[]): boolean {
  if (args.length === 0) return false;
  const or = args.indexOf('-o');
  if (or > 0) return evaluate(args.slice(0, or)) || evaluate(args.slice(or + 1));
  const and = args.indexOf('-a');
  if (and > 0) return evaluate(args.slice(0, and)) && evaluate(args.slice(and + 1));
  const [first = '', second = '', third = ''] = args;
  if (first === '!') return !evaluate(args.slice(1));
  if (args.length === 1) return first !== '';
  if (args.length === 2) return unary(first, second);
  if (args.length === 3) return binary(first, second, third);
  throw new Error('too many arguments');
}

function unary(operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-e':
      return statOf(operand) !== undefined;
    case '-f':
      return typeOf(statOf(operand)) === 0o100000;
    case '-d':
      return typeOf(statOf(operand)) === 0o040000;
    case '-s':
      return (statOf(operand)?.size ?? 0) > 0;
    case '-r':
    case '-w':
      return statOf(operand) !== undefined;
    case '-x':
      return ((statOf(operand)?.mode ?? 0) & 0o111) !== 0;
    case '-L':
    case '-h':
      return typeOf(linkStatOf(operand)) === 0o120000;
    default:
      throw new Error(`${operator}: unary operator expected`);
  }
}

function binary(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-nt':
      return modifiedAt(left) > modifiedAt(right);
    case '-ot':
      return modifiedAt(left) < modifiedAt(right);
    case '-ef':
      return sameFile(left, right);
    case '-eq':
      return number(left) === number(right);
    case '-ne':
      return number(left) !== number(right);
    case '-lt':
      return number(left) < number(right);
    case '-le':
      return number(left) <= number(right);
    case '-gt':
      return number(left) > number(right);
    case '-ge':
      return number(left) >= number(right);
    default:
      throw new Error(`${operator}: unexpected operator`);
  }
}

/** A file that is not there is older than any. */
function modifiedAt(path: string): number {
  return statOf(path)?.mtimeMs ?? -Infinity;
}

function sameFile(left: string, right: string): boolean {
  const [first, second] = [statOf(left), statOf(right)];
  return first !== undefined && first.ino === second?.ino;
}

function number(text: string): number {
  if (/^\s*[-+]?\d+\s*$/.test(text)) return Number(text);
  throw new Error(`Illegal number: ${text}`);
}

function statOf(path: string): FileStat | undefined {
  try {
    return callSync('fs.stat', path);
  } catch {
    return undefined;
  }
}

function linkStatOf(path: string): FileStat | undefined {
  try {
    return callSync('fs.lstat', path);
  } catch {
    return undefined;
  }
}

function typeOf(stat: FileStat | undefined): number {
  return (stat?.mode ?? 0) & 0o170000;
}
