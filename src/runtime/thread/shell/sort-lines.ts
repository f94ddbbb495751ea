import { type CommandIo, linesOf, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import { eachInput } from './each-input.ts';

/** `sort [-fnru] [-t separator] [-k from[,to][n][r]] [file …]` */
export function sort(args: readonly string[], io: CommandIo): number {
  const { flags, values, operands } = parseOptions(args, 'bfk:nrst:u');
  const lines: string[] = [];
  const status = eachInput(operands, io, 'sort', (fd) => {
    for (const line of linesOf(fd)) lines.push(line);
  });
  const key = values.get('k');
  const options = new Set([...flags, ...(key === undefined ? [] : key.replace(/[\d,.]/g, ''))]);
  const keyOf = keyReader(key, values.get('t'), options.has('f'));
  const sign = options.has('r') ? -1 : 1;
  const compare = (a: string, b: string): number => {
    const [first, second] = [keyOf(a), keyOf(b)];
    const byNumber = options.has('n') ? numberAtStart(first) - numberAtStart(second) : 0;
    return sign * (byNumber || (options.has('n') ? 0 : byText(first, second)));
  };
  // Lines of equal keys are in the order of their text, and with -u are one line.
  lines.sort((a, b) => compare(a, b) || (flags.has('u') || flags.has('s') ? 0 : sign * byText(a, b)));
  const shown = flags.has('u')
    ? lines.filter((line, index) => index === 0 || compare(line, lines[index - 1]!) !== 0)
    : lines;
  print(io.output, shown.map((line) => `${line}\n`).join(''));
  return status;
}

/** What of a line it is sorted by: all of it, or the fields from one to another. */
function keyReader(
  key: string | undefined,
  separator: string | undefined,
  foldsCase: boolean,
): (line: string) => string {
  const folded = (text: string): string => (foldsCase ? text.toUpperCase() : text);
  if (key === undefined) return folded;
  const [from = 1, to = Infinity] = key.split(',').map((field) => Number.parseInt(field, 10));
  return (line) => {
    const fields = separator === undefined ? (line.match(/[ \t]*[^ \t]+/g) ?? []) : line.split(separator);
    return folded(fields.slice(from - 1, to).join(separator ?? ''));
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberAtStart(line: string): number {
  const number = Number.parseFloat(line);
  return Number.isNaN(number) ? 0 : number;
}
