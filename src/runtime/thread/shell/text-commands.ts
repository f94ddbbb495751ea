import { callSync } from '../system-calls.ts';
import { chunksOf, type CommandIo, linesOf, print, printBytes } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { basicExpression } from './basic-expression.ts';
import { eachInput } from './each-input.ts';
import { sort } from './sort-lines.ts';
import { formatted, unescaped } from './printf-format.ts';

/** The commands that read and write text. */
export const textCommands = { cat, echo, grep, head, printf, seq, sort, tail, wc, yes } satisfies Record<
  string,
  CommonCommand
>;

function echo(args: readonly string[], io: CommandIo): number {
  const newline = args[0] !== '-n';
  const words = newline ? args : args.slice(1);
  print(io.output, unescaped(words.join(' ')) + (newline ? '\n' : ''));
  return 0;
}

function printf([format, ...values]: readonly string[], io: CommandIo): number {
  if (format === undefined) throw new Error('usage: printf format [arguments]');
  print(io.output, formatted(format, values));
  return 0;
}

function cat(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'nu');
  let number = 0;
  return eachInput(operands, io, 'cat', (fd) => {
    if (flags.has('n')) {
      for (const line of linesOf(fd)) print(io.output, `${String(++number).padStart(6)}\t${line}\n`);
    } else {
      for (const chunk of chunksOf(fd)) printBytes(io.output, chunk);
    }
  });
}

function head(args: readonly string[], io: CommandIo): number {
  const { values, operands } = parseOptions(countOption(args), 'c:n:');
  const count = Number(values.get('n') ?? 10);
  return eachInput(operands, io, 'head', (fd) => {
    if (values.has('c')) {
      printFirst(Number(values.get('c')), fd, io);
      return;
    }
    if (count < 0) {
      for (const line of [...linesOf(fd)].slice(0, count)) print(io.output, `${line}\n`);
      return;
    }
    let left = count;
    if (left === 0) return;
    for (const line of linesOf(fd)) {
      print(io.output, `${line}\n`);
      if (--left === 0) return;
    }
  });
}

/** The first bytes, or all but the last: of an endless stream, it reads no more than it prints. */
function printFirst(countBytes: number, fd: number, io: CommandIo): void {
  if (countBytes < 0) return printBytes(io.output, allBytes(fd).slice(0, countBytes));
  let left = countBytes;
  if (left === 0) return;
  for (const chunk of chunksOf(fd)) {
    printBytes(io.output, chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) return;
  }
}

function tail(args: readonly string[], io: CommandIo): number {
  const { values, operands } = parseOptions(countOption(args), 'c:n:');
  const count = values.get('c') ?? values.get('n') ?? '10';
  const firstOf = (length: number): number =>
    count.startsWith('+') ? Number(count) - 1 : Math.max(0, length - Math.abs(Number(count)));
  return eachInput(operands, io, 'tail', (fd) => {
    if (values.has('c')) {
      const bytes = allBytes(fd);
      printBytes(io.output, bytes.slice(firstOf(bytes.length)));
      return;
    }
    const lines = [...linesOf(fd)];
    for (const line of lines.slice(firstOf(lines.length))) print(io.output, `${line}\n`);
  });
}

function allBytes(fd: number): Uint8Array {
  const chunks = [...chunksOf(fd)];
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/** `-5` means `-n 5`. */
function countOption(args: readonly string[]): string[] {
  return args.map((argument, index) =>
    index > 0 && /^-[cn]$/.test(args[index - 1]!) ? argument : argument.replace(/^-(\d+)$/, '-n$1'),
  );
}

function grep(args: readonly string[], io: CommandIo): number {
  const { flags, values, operands } = parseOptions(args, 'cEFhHilnoqvwxe:');
  const [first, ...rest] = operands;
  const pattern = values.get('e') ?? first;
  if (pattern === undefined) throw new Error('usage: grep [-cEFilnoqvwx] pattern [file ...]');
  const paths = values.has('e') ? operands : rest;
  const expression = grepExpression(pattern, flags);
  let found = false;
  const status = eachInput(paths, io, 'grep', (fd, name) => {
    const prefix = (paths.length > 1 && !flags.has('h')) || flags.has('H') ? `${name}:` : '';
    let count = 0;
    let number = 0;
    for (const line of linesOf(fd)) {
      number++;
      expression.lastIndex = 0;
      if (expression.test(line) === flags.has('v')) continue;
      found = true;
      count++;
      if (flags.has('q')) return;
      if (flags.has('l')) {
        print(io.output, `${name}\n`);
        return;
      }
      if (flags.has('c')) continue;
      const at = flags.has('n') ? `${number}:` : '';
      const shown = flags.has('o') ? (line.match(expression) ?? []) : [line];
      for (const text of shown) print(io.output, `${prefix}${at}${text}\n`);
    }
    if (flags.has('c')) print(io.output, `${prefix}${count}\n`);
  });
  return status === 0 ? (found ? 0 : 1) : 2;
}

function grepExpression(pattern: string, flags: ReadonlySet<string>): RegExp {
  let source = flags.has('F') ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : pattern;
  if (!flags.has('F') && !flags.has('E')) source = basicExpression(source);
  if (flags.has('w')) source = `\\b(?:${source})\\b`;
  if (flags.has('x')) source = `^(?:${source})$`;
  return new RegExp(source, flags.has('i') ? 'gi' : 'g');
}

function seq(args: readonly string[], io: CommandIo): number {
  const { flags, values, operands } = parseOptions(args.map(negativeNumber), 's:w');
  const numbers = operands.map((operand) => Number(operand.replace(/^n/, '-')));
  if (numbers.length === 0 || numbers.length > 3 || numbers.some(Number.isNaN)) {
    throw new Error('usage: seq [first [increment]] last');
  }
  const last = numbers.at(-1)!;
  const first = numbers.length > 1 ? numbers[0]! : 1;
  const step = numbers.length > 2 ? numbers[1]! : 1;
  if (step === 0) throw new Error("invalid Zero increment value: '0'");
  const separator = values.get('s') ?? '\n';
  const digits = Math.max(...operands.map((operand) => operand.split('.')[1]?.length ?? 0));
  const width = flags.has('w') ? Math.max(...[first, last].map((end) => end.toFixed(digits).length)) : 0;
  let line = '';
  for (let index = 0; ; index++) {
    const value = first + index * step;
    if (step > 0 ? value > last : value < last) break;
    line += (index === 0 ? '' : separator) + value.toFixed(digits).padStart(width, '0');
    if (line.length > 4096) {
      print(io.output, line);
      line = '';
    }
  }
  print(io.output, line === '' ? '' : `${line}\n`);
  return 0;
}

/** A negative number is an operand and not an option. */
function negativeNumber(argument: string): string {
  return argument.replace(/^-(?=[\d.])/, 'n');
}

function wc(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'clmw');
  const totals = [0, 0, 0];
  const wanted = flags.size === 0 ? ['l', 'w', 'c'] : ['l', 'w', 'c'].filter((letter) => flags.has(letter));
  const rows: { counts: readonly number[]; name: string }[] = [];
  const status = eachInput(operands, io, 'wc', (fd, name) => {
    const counts = countsOf(fd);
    counts.forEach((count, index) => (totals[index]! += count));
    rows.push({ counts, name: operands.length === 0 ? '' : ` ${name}` });
  });
  if (operands.length > 1) rows.push({ counts: totals, name: ' total' });
  // As wide as the longest count of files, or what would do for most streams; a lone number needs no column.
  const isLone = wanted.length === 1 && rows.length <= 1;
  const isStream = operands.length === 0 && (callSync('fs.fstat', io.input).mode & 0o170000) !== 0o100000;
  const width = isLone ? 0 : isStream ? 7 : String(Math.max(...totals)).length;
  for (const { counts, name } of rows) {
    const columns = wanted.map((letter) => String(counts['lwc'.indexOf(letter)]).padStart(width));
    print(io.output, `${columns.join(' ')}${name}\n`);
  }
  return status;
}

function countsOf(fd: number): [lines: number, words: number, bytes: number] {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (const chunk of chunksOf(fd)) {
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
  }
  return [text.split('\n').length - 1, text.split(/\s+/).filter(Boolean).length, bytes];
}

function yes(args: readonly string[], io: CommandIo): never {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`;
  const block = new TextEncoder().encode(line.repeat(Math.max(1, Math.floor(4096 / line.length))));
  for (;;) printBytes(io.output, block);
}
