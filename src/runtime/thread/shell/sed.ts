import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { type CommandIo, linesOf, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import { basicExpression } from './basic-expression.ts';
import { eachInput } from './each-input.ts';

/** Which lines a command is for. */
type Address =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'match'; readonly expression: RegExp };

interface SedCommand {
  readonly addresses: readonly Address[];
  readonly isNegated: boolean;
  readonly action: Action;
  /** Whether a range that began has not ended. */
  isWithin: boolean;
}

type Action =
  | { readonly name: 'd' | 'p' | 'q' | '=' }
  | { readonly name: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly name: 'y'; readonly map: ReadonlyMap<string, string> }
  | {
      readonly name: 's';
      readonly expression: RegExp;
      readonly replacement: string;
      /** From which match on; 1 is the first. */
      readonly from: number;
      readonly isGlobal: boolean;
      readonly prints: boolean;
    };

/** `sed [-n] [-E] [-i] [-e script] [script] [file …]` with `s d p q y a i c =` and addresses. */
export function sed(args: readonly string[], io: CommandIo): number {
  const scripts: string[] = [];
  const plain = args.flatMap((argument, index) => {
    if (args[index - 1] === '-e') return [];
    if (argument === '-e') scripts.push(args[index + 1] ?? '');
    return argument === '-e' ? [] : [argument];
  });
  const { flags, operands } = parseOptions(plain, 'nErsi');
  if (scripts.length === 0 && operands[0] === undefined)
    throw new Error('usage: sed [-nEi] script [file ...]');
  const paths = scripts.length > 0 ? operands : operands.slice(1);
  const script = scripts.length > 0 ? scripts.join('\n') : operands[0]!;
  const commands = new SedScript(script, flags.has('E') || flags.has('r')).commands();
  if (!flags.has('i')) {
    const editor = new Editor(commands, flags.has('n'));
    const lines: string[] = [];
    const status = eachInput(paths, io, 'sed', (fd) => lines.push(...linesOf(fd)));
    print(io.output, editor.edited(lines));
    return status;
  }
  for (const path of paths) {
    const fd = callSync('fs.open', path, openFlags.readOnly, 0);
    const lines = [...linesOf(fd)];
    callSync('close', fd);
    const text = new Editor(commands, flags.has('n')).edited(lines);
    const how = openFlags.writeOnly | openFlags.create | openFlags.truncate;
    callSync('fs.write-file', path, new TextEncoder().encode(text), how, 0o666);
  }
  return 0;
}

class Editor {
  readonly #commands: readonly SedCommand[];
  readonly #isSilent: boolean;
  #output = '';

  constructor(commands: readonly SedCommand[], isSilent: boolean) {
    this.#commands = commands;
    this.#isSilent = isSilent;
  }

  edited(lines: readonly string[]): string {
    for (const [index, line] of lines.entries()) {
      if (this.#edit(line, index + 1, index === lines.length - 1)) break;
    }
    return this.#output;
  }

  /** True when the program shall end with this line. */
  #edit(original: string, number: number, isLast: boolean): boolean {
    let line = original;
    let appended = '';
    let ends = false;
    for (const command of this.#commands) {
      if (isFor(command, line, number, isLast) === command.isNegated) continue;
      const { action } = command;
      switch (action.name) {
        case 'd':
          this.#output += appended;
          return false;
        case 'c':
          this.#output += `${action.text}\n${appended}`;
          return false;
        case 'p':
          this.#output += `${line}\n`;
          break;
        case '=':
          this.#output += `${number}\n`;
          break;
        case 'i':
          this.#output += `${action.text}\n`;
          break;
        case 'a':
          appended += `${action.text}\n`;
          break;
        case 'y':
          line = Array.from(line, (character) => action.map.get(character) ?? character).join('');
          break;
        case 's': {
          const { line: changed, count } = substituted(line, action);
          line = changed;
          if (count > 0 && action.prints) this.#output += `${line}\n`;
          break;
        }
        case 'q':
          ends = true;
      }
      if (ends) break;
    }
    if (!this.#isSilent) this.#output += `${line}\n`;
    this.#output += appended;
    return ends;
  }
}

function isFor(command: SedCommand, line: string, number: number, isLast: boolean): boolean {
  const [first, last] = command.addresses;
  if (!first) return true;
  if (!last) return matches(first, line, number, isLast);
  if (!command.isWithin) {
    if (!matches(first, line, number, isLast)) return false;
    // A range that ends before it begins is one line.
    command.isWithin = last.kind !== 'line' || last.number > number;
    return true;
  }
  const isEnd = last.kind === 'line' ? number >= last.number : matches(last, line, number, isLast);
  if (isEnd) command.isWithin = false;
  return true;
}

function matches(address: Address, line: string, number: number, isLast: boolean): boolean {
  switch (address.kind) {
    case 'line':
      return address.number === number;
    case 'last':
      return isLast;
    case 'match':
      return new RegExp(address.expression).test(line);
  }
}

function substituted(line: string, action: Action & { name: 's' }): { line: string; count: number } {
  let seen = 0;
  let count = 0;
  const changed = line.replace(action.expression, (...found) => {
    seen += 1;
    const [whole] = found as string[];
    if (seen < action.from || (seen > action.from && !action.isGlobal)) return whole!;
    count += 1;
    return action.replacement.replace(/\\(.)|&/gs, (mark, escaped: string | undefined) => {
      if (escaped === undefined) return mark === '&' ? whole! : mark;
      if (/\d/.test(escaped)) return escaped === '0' ? whole! : ((found as string[])[Number(escaped)] ?? '');
      return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
    });
  });
  return { line: changed, count };
}

/** Reads the text of a script. */
class SedScript {
  readonly #text: string;
  readonly #isExtended: boolean;
  #at = 0;

  constructor(text: string, isExtended: boolean) {
    this.#text = text;
    this.#isExtended = isExtended;
  }

  commands(): SedCommand[] {
    const commands: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]*/y);
      if (this.#at >= this.#text.length) return commands;
      const addresses: Address[] = [];
      for (
        let address = this.#address();
        address;
        address = this.#skip(/,\s*/y) ? this.#address() : undefined
      ) {
        addresses.push(address);
      }
      this.#skip(/\s*/y);
      const isNegated = this.#skip(/!\s*/y) !== '';
      commands.push({ addresses, isNegated, action: this.#action(), isWithin: false });
    }
  }

  #address(): Address | undefined {
    const digits = this.#skip(/\d+/y);
    if (digits !== '') return { kind: 'line', number: Number(digits) };
    if (this.#skip(/\$/y) !== '') return { kind: 'last' };
    if (this.#text[this.#at] !== '/') return undefined;
    this.#at += 1;
    return { kind: 'match', expression: this.#expression(this.#until('/'), '') };
  }

  #action(): Action {
    const name = this.#text[this.#at++];
    switch (name) {
      case 'd':
      case 'p':
      case 'q':
      case '=':
        return { name };
      case 'a':
      case 'i':
      case 'c':
        return { name, text: this.#lineOfText() };
      case 'y': {
        const delimiter = this.#text[this.#at++] ?? '';
        const [from, to] = [Array.from(this.#until(delimiter)), Array.from(this.#until(delimiter))];
        return { name, map: new Map(from.map((character, index) => [character, to[index] ?? character])) };
      }
      case 's': {
        const delimiter = this.#text[this.#at++] ?? '';
        const pattern = this.#until(delimiter);
        const replacement = this.#until(delimiter);
        const options = this.#skip(/[gpiI\d]*/y);
        return {
          name,
          expression: this.#expression(pattern, /i/i.test(options) ? 'gi' : 'g'),
          replacement,
          from: Number(/\d+/.exec(options)?.[0] ?? 1),
          isGlobal: options.includes('g'),
          prints: options.includes('p'),
        };
      }
      default:
        throw new Error(`-e expression #1, char ${this.#at}: unknown command: \`${name ?? ''}'`);
    }
  }

  #expression(pattern: string, flags: string): RegExp {
    return new RegExp(this.#isExtended ? pattern : basicExpression(pattern), flags);
  }

  /** The text of `a`, `i` and `c`: the rest of the line, or the line behind a backslash. */
  #lineOfText(): string {
    this.#skip(/[ \t]*(?:\\\n)?/y);
    return this.#skip(/[^\n]*/y);
  }

  /** The text to a delimiter, which is passed; behind a backslash the delimiter is an ordinary character. */
  #until(delimiter: string): string {
    let text = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!;
      if (character === delimiter) {
        this.#at += 1;
        return text;
      }
      const next = this.#text[this.#at + 1];
      if (character === '\\' && next !== undefined) {
        this.#at += 1;
        text += next === delimiter ? next : character + next;
      } else {
        text += character;
      }
    }
    throw new Error(`-e expression #1, char ${this.#at}: unterminated \`s' command`);
  }

  /** Passes what an expression matches here, and returns it. */
  #skip(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
