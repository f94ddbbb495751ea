const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Text with the escapes of `echo` and `printf` (`\n`, `\t`, `\0101`, `\x41`) replaced. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:0([0-7]{1,3})|x([\da-fA-F]{1,2})|([0-7]{1,3})|(.))/g,
    (all, zero, hex, octal, letter) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex as string, 16));
      const digits = (zero ?? octal) as string | undefined;
      if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 8));
      return escapes[letter as string] ?? all;
    },
  );
}

/** What `printf` writes. The format is used again while there are values. */
export function formatted(format: string, values: readonly string[]): string {
  const pending = [...values];
  let text = '';
  do {
    let used = 0;
    text += unescaped(format).replace(
      /%([-+ 0#]*)(\d*)(?:\.(\d+))?([bcdefgiosuxX%])/g,
      (_all, flags: string, width: string, precision: string | undefined, type: string) => {
        if (type === '%') return '%';
        used++;
        return padded(converted(pending.shift() ?? '', type, precision), flags, Number(width));
      },
    );
    if (used === 0) return text;
  } while (pending.length > 0);
  return text;
}

function converted(value: string, type: string, precision: string | undefined): string {
  const number = Number(value === '' ? 0 : value);
  switch (type) {
    case 'b':
      return unescaped(value);
    case 'c':
      return value.slice(0, 1);
    case 'd':
    case 'i':
    case 'u':
      return String(Math.trunc(number));
    case 'e':
      return number.toExponential(Number(precision ?? 6)).replace(/([-+])(\d)$/, '$10$2');
    case 'f':
      return number.toFixed(Number(precision ?? 6));
    case 'g':
      return String(number);
    case 'o':
      return Math.trunc(number).toString(8);
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    default:
      return precision === undefined ? value : value.slice(0, Number(precision));
  }
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
