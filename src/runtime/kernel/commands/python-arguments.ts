import type { PythonOptions, PythonSource } from '../../protocol/thread-start.ts';

/** A command line of Python's, read. */
export interface PythonArguments {
  readonly source: PythonSource;
  /** `sys.argv`; that of a module begins with its path, which is not known yet. */
  readonly argv: readonly string[];
  readonly options: PythonOptions;
  /** The options as they were written, with `-c` and its text or `-m` and its name. */
  readonly interpreterArgs: readonly string[];
  readonly asksFor?: 'help' | 'version';
}

/** Something is wrong with the options; the message is CPython's. */
export class PythonUsageError extends Error {}

/** As in getopt(3): an option whose letter a colon follows takes an argument. */
const SHORT_OPTIONS = 'bBc:dEhiIm:OPqRsStuvVW:xX:?';
/** The letters that CPython's own table gives them. */
const LONG_OPTIONS: Readonly<Record<string, string>> = {
  '--help': 'h',
  '--help-all': 'h',
  '--help-env': 'h',
  '--help-xoptions': 'h',
  '--version': 'V',
  '--check-hash-based-pycs': 'check',
};

const PRINT_VERSION = 'import sys; print("Python", sys.version)';

/** @throws {PythonUsageError} */
export function readPythonArguments(args: readonly string[]): PythonArguments {
  const seen: Record<string, number> = {};
  const warnings: string[] = [];
  const implementation: string[] = [];
  const reader = new OptionReader(args);
  let source: PythonSource | undefined;
  for (let option = reader.next(); option !== undefined; option = reader.next()) {
    seen[option] = (seen[option] ?? 0) + 1;
    const { argument } = reader;
    if (option === 'W') warnings.push(argument);
    if (option === 'X') implementation.push(argument);
    if (option === 'check') requireCheckMode(argument);
    if (option === 'c') source = { kind: 'command', code: argument };
    if (option === 'm') source = { kind: 'module', name: argument };
    if (source) break;
  }
  const count = (letter: string): number => seen[letter] ?? 0;
  const isIsolated = count('I') > 0;
  const read = {
    options: {
      bytesWarning: count('b'),
      dontWriteBytecode: count('B') > 0,
      ignoreEnvironment: count('E') > 0 || isIsolated,
      inspect: count('i') > 0,
      isolated: isIsolated,
      optimize: count('O'),
      safePath: count('P') > 0 || isIsolated,
      quiet: count('q') > 0,
      noUserSite: count('s') > 0 || isIsolated,
      noSite: count('S') > 0,
      unbuffered: count('u') > 0,
      verbose: count('v'),
      skipFirstLine: count('x') > 0,
      warnings,
      implementation,
    },
    interpreterArgs: args.slice(0, reader.index),
    ...(count('h') + count('?') > 0 ? { asksFor: 'help' as const } : {}),
    ...(count('V') === 1 ? { asksFor: 'version' as const } : {}),
  };
  const rest = args.slice(reader.index);
  const [script] = rest;
  if (count('V') > 1) return { ...read, source: { kind: 'command', code: PRINT_VERSION }, argv: ['-c'] };
  if (source) return { ...read, source, argv: [source.kind === 'module' ? '-m' : '-c', ...rest] };
  if (script === undefined) return { ...read, source: { kind: 'stdin' }, argv: [''] };
  if (script === '-') return { ...read, source: { kind: 'stdin' }, argv: rest };
  return { ...read, source: { kind: 'file', path: script }, argv: rest };
}

function requireCheckMode(mode: string): void {
  if (['always', 'default', 'never'].includes(mode)) return;
  throw new PythonUsageError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'");
}

/** CPython's `getopt`: letters in one word, an option's argument in the same word or the next. */
class OptionReader {
  /** Of the first argument that was not read. */
  index = 0;
  /** Of the last option; empty if it takes none. */
  argument = '';
  readonly #args: readonly string[];
  /** What is left of a word of letters. */
  #letters = '';

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** @returns the option's letter; `undefined` when the options have ended */
  next(): string | undefined {
    this.argument = '';
    if (this.#letters === '') {
      const word = this.#args[this.index];
      if (word === undefined || !word.startsWith('-') || word === '-') return undefined;
      this.index += 1;
      if (word === '--') return undefined;
      if (word.startsWith('--')) return this.#long(word);
      this.#letters = word.slice(1);
    }
    const letter = this.#letters[0]!;
    this.#letters = this.#letters.slice(1);
    if (letter === 'J') throw new PythonUsageError('-J is reserved for Jython');
    const at = letter === ':' ? -1 : SHORT_OPTIONS.indexOf(letter);
    if (at === -1) throw new PythonUsageError(`Unknown option: -${letter}`);
    if (SHORT_OPTIONS[at + 1] === ':') {
      this.argument = this.#letters === '' ? this.#nextArgument(`-${letter} option`) : this.#letters;
      this.#letters = '';
    }
    return letter;
  }

  #long(word: string): string {
    const option = LONG_OPTIONS[word];
    if (option === undefined) throw new PythonUsageError(`unknown option ${word}`);
    if (option === 'check') this.argument = this.#nextArgument(`${word} options`);
    return option;
  }

  #nextArgument(what: string): string {
    const argument = this.#args[this.index];
    if (argument === undefined) throw new PythonUsageError(`Argument expected for the ${what}`);
    this.index += 1;
    return argument;
  }
}
