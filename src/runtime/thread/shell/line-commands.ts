import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { chunksOf, type CommandIo, linesOf, print, printBytes } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { eachInput } from './each-input.ts';
import { unescaped } from './printf-format.ts';

/** The commands that change text line by line, or copy it. */
export const lineCommands = { cut, nl, rev, tac, tee, tr, uniq } satisfies Record<string, CommonCommand>;

function uniq(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'cdiu');
  const keyOf = (line: string): string => (flags.has('i') ? line.toLowerCase() : line);
  let last: string | undefined;
  let count = 0;
  const show = (): void => {
    if (last === undefined || (flags.has('d') && count < 2) || (flags.has('u') && count > 1)) return;
    print(io.output, `${flags.has('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`);
  };
  const status = eachInput(operands.slice(0, 1), io, 'uniq', (fd) => {
    for (const line of linesOf(fd)) {
      if (last !== undefined && keyOf(line) === keyOf(last)) {
        count += 1;
        continue;
      }
      show();
      last = line;
      count = 1;
    }
  });
  show();
  return status;
}

function cut(args: readonly string[], io: CommandIo): number {
  const { flags, values, operands } = parseOptions(args, 'b:c:d:f:s');
  const fields = values.get('f');
  const list = fields ?? values.get('c') ?? values.get('b');
  if (list === undefined) throw new Error('you must specify a list of bytes, characters, or fields');
  const isChosen = chosenBy(list);
  const delimiter = values.get('d') ?? '\t';
  return eachInput(operands, io, 'cut', (fd) => {
    for (const line of linesOf(fd)) {
      if (fields !== undefined && !line.includes(delimiter)) {
        if (!flags.has('s')) print(io.output, `${line}\n`);
        continue;
      }
      const pieces = fields === undefined ? Array.from(line) : line.split(delimiter);
      const kept = pieces.filter((_piece, index) => isChosen(index + 1));
      print(io.output, `${kept.join(fields === undefined ? '' : delimiter)}\n`);
    }
  });
}

/** `1,3-5,7-` */
function chosenBy(list: string): (position: number) => boolean {
  const ranges = list.split(',').map((range) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(range);
    if (!match || range === '' || range === '-') throw new Error(`invalid field value '${range}'`);
    const [, from, dash, to] = match;
    const first = from === '' ? 1 : Number(from);
    return [first, dash === '' ? first : to === '' ? Infinity : Number(to)] as const;
  });
  return (position) => ranges.some(([first, last]) => position >= first && position <= last);
}

function tr(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'cCds');
  const [from, to] = operands.map(charactersOf);
  if (!from || (!to && !flags.has('d') && !flags.has('s'))) throw new Error('missing operand');
  const members = new Set(from);
  const isComplement = flags.has('c') || flags.has('C');
  const isMember = (character: string): boolean => members.has(character) !== isComplement;
  const squeezed = new Set(to ?? from);
  const mapped = (character: string): string => {
    if (!to || flags.has('d') || !isMember(character)) return character;
    const index = isComplement ? to.length - 1 : from.lastIndexOf(character);
    return to[Math.min(index, to.length - 1)] ?? character;
  };
  const decoder = new TextDecoder();
  let last = '';
  for (const chunk of chunksOf(io.input)) {
    let text = '';
    for (const character of decoder.decode(chunk, { stream: true })) {
      if (flags.has('d') && isMember(character)) continue;
      const shown = mapped(character);
      const isSqueezable = to ? squeezed.has(shown) : isMember(shown);
      if (flags.has('s') && shown === last && isSqueezable) continue;
      last = shown;
      text += shown;
    }
    print(io.output, text);
  }
  return 0;
}

const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-/:-@[-`{-~',
  space: '\t\n\v\f\r ',
  upper: 'A-Z',
};

/** `a-z`, `[:upper:]` and `\n`, as single characters. */
function charactersOf(set: string): string[] {
  const named = set.replace(/\[:(\w+):\]/g, (all, name: string) => classes[name] ?? all);
  const characters = Array.from(unescaped(named));
  return characters.flatMap((character, index) => {
    const [before, end] = [characters[index - 1], characters[index + 1]];
    if (character !== '-' || before === undefined || end === undefined) return [character];
    const [first, last] = [before.codePointAt(0)! + 1, end.codePointAt(0)!];
    return Array.from({ length: Math.max(0, last - first) }, (_, step) => String.fromCodePoint(first + step));
  });
}

function tee(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'ai');
  const how = flags.has('a') ? openFlags.append : openFlags.truncate;
  const files = operands.map((path) =>
    callSync('fs.open', path, openFlags.writeOnly | openFlags.create | how, 0o666),
  );
  for (const chunk of chunksOf(io.input)) for (const fd of [io.output, ...files]) printBytes(fd, chunk);
  for (const fd of files) callSync('close', fd);
  return 0;
}

function nl(args: readonly string[], io: CommandIo): number {
  const { values, operands } = parseOptions(args, 'b:');
  let number = 0;
  return eachInput(operands, io, 'nl', (fd) => {
    for (const line of linesOf(fd)) {
      const isCounted = line !== '' || values.get('b') === 'a';
      print(io.output, isCounted ? `${String(++number).padStart(6)}\t${line}\n` : `       ${line}\n`);
    }
  });
}

function rev(args: readonly string[], io: CommandIo): number {
  return eachInput(args, io, 'rev', (fd) => {
    for (const line of linesOf(fd)) print(io.output, `${Array.from(line).reverse().join('')}\n`);
  });
}

function tac(args: readonly string[], io: CommandIo): number {
  return eachInput(args, io, 'tac', (fd) => {
    for (const line of [...linesOf(fd)].reverse()) print(io.output, `${line}\n`);
  });
}
