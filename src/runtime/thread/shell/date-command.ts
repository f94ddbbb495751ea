import { type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';

/** `date [-u] [+format]`, in the time zone of the browser. */
export function date(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'uR');
  const [format = flags.has('R') ? '+%a, %d %b %Y %T %z' : '+%a %b %e %T %Z %Y', extra] = operands;
  if (extra !== undefined) throw new Error(`extra operand '${extra}'`);
  if (!format.startsWith('+')) throw new Error(`invalid date '${format}'`);
  print(io.output, `${timeText(format.slice(1), new Date(), flags.has('u'))}\n`);
  return 0;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** `strftime` in the C locale; what it does not know stays as it is. */
export function timeText(format: string, moment: Date, isUniversal: boolean): string {
  const offsetMinutes = isUniversal ? 0 : -moment.getTimezoneOffset();
  // Its universal fields are the fields wanted.
  const shown = new Date(moment.getTime() + offsetMinutes * 60_000);
  const fill = (value: number, length = 2, filler = '0'): string => String(value).padStart(length, filler);
  const [year, month, day, weekday] = [
    shown.getUTCFullYear(),
    shown.getUTCMonth(),
    shown.getUTCDate(),
    shown.getUTCDay(),
  ];
  const hour = shown.getUTCHours();
  const zone = Math.abs(offsetMinutes);
  const fields: Readonly<Record<string, () => string>> = {
    '%': () => '%',
    A: () => DAYS[weekday]!,
    B: () => MONTHS[month]!,
    D: () => expand('%m/%d/%y'),
    F: () => expand('%Y-%m-%d'),
    H: () => fill(hour),
    I: () => fill(hour % 12 || 12),
    M: () => fill(shown.getUTCMinutes()),
    N: () => fill(shown.getUTCMilliseconds() * 1_000_000, 9),
    R: () => expand('%H:%M'),
    S: () => fill(shown.getUTCSeconds()),
    T: () => expand('%H:%M:%S'),
    Y: () => String(year),
    Z: () => (isUniversal ? 'UTC' : zoneName(moment)),
    a: () => DAYS[weekday]!.slice(0, 3),
    b: () => MONTHS[month]!.slice(0, 3),
    c: () => expand('%a %b %e %T %Y'),
    d: () => fill(day),
    e: () => fill(day, 2, ' '),
    j: () => fill((Date.UTC(year, month, day) - Date.UTC(year, 0, 0)) / 86_400_000, 3),
    m: () => fill(month + 1),
    n: () => '\n',
    p: () => (hour < 12 ? 'AM' : 'PM'),
    s: () => String(Math.floor(moment.getTime() / 1000)),
    t: () => '\t',
    u: () => String(weekday || 7),
    w: () => String(weekday),
    y: () => fill(year % 100),
    z: () => `${offsetMinutes < 0 ? '-' : '+'}${fill(Math.trunc(zone / 60))}${fill(zone % 60)}`,
  };
  const expand = (text: string): string =>
    text.replace(/%(.)/gs, (whole, letter: string) => fields[letter]?.() ?? whole);
  return expand(format);
}

function zoneName(moment: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(moment);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
}
