/** A colour of the sixteen a theme names (0–15), or any other as `#rrggbb`. */
export type AnsiColor = number | string;

/** How text looks. What is absent is as usual. */
export interface AnsiStyle {
  readonly foreground?: AnsiColor | undefined;
  readonly background?: AnsiColor | undefined;
  readonly attributes?: readonly AnsiAttribute[] | undefined;
}

export type AnsiAttribute = 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'strike';

/** What a terminal would do next: print text, go to the next line, or go back to the start of this one. */
export type AnsiToken = { readonly text: string; readonly style: AnsiStyle } | 'newline' | 'return';

/**
 * Reads a stream of terminal text. Colours and attributes (SGR) become styles; every other escape sequence has no
 * meaning in a list of lines and is dropped. A sequence cut in two by the end of a chunk waits for its rest.
 *
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export function createAnsiReader(): (chunk: string) => AnsiToken[] {
  let kept = '';
  let style: AnsiStyle = {};

  return (chunk) => {
    const text = kept + chunk;
    kept = UNFINISHED.exec(text)?.[0] ?? '';
    const tokens: AnsiToken[] = [];
    for (const match of text.slice(0, text.length - kept.length).matchAll(TOKEN)) {
      const [token, sgr] = match;
      if (token === '\n') tokens.push('newline');
      else if (token === '\r') tokens.push('return');
      else if (sgr !== undefined) style = applySgr(style, sgr);
      else if (!token.startsWith('\x1b')) tokens.push({ text: token, style });
    }
    return tokens;
  };
}

/** Text, a line end, SGR (its parameters captured), any other control sequence, a string command, a short escape. */
const TOKEN =
  /[^\x1b\r\n]+|[\r\n]|\x1b\[([\d;:]*)m|\x1b\[[\x20-\x3f]*[\x40-\x7e]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\x1b]?/g;
/** The start of a sequence at the end of a chunk. Bounded, so that a program that never ends one is not kept for ever. */
const UNFINISHED = /\x1b(?:\[[\x20-\x3f]{0,64}|[\]PX^_][^\x07\x1b]{0,256}\x1b?)?$/;

const ATTRIBUTE_OF_CODE: Readonly<Record<number, AnsiAttribute>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const ENDED_BY_CODE: Readonly<Record<number, readonly AnsiAttribute[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const { color, length } = extendedColor(codes.slice(index + 1));
      next = code === 38 ? { ...next, foreground: color } : { ...next, background: color };
      index += length;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  const { attributes = [] } = style;
  const started = ATTRIBUTE_OF_CODE[code];
  const ended = ENDED_BY_CODE[code];
  if (code === 0) return {};
  if (started) return { ...style, attributes: [...attributes.filter((name) => name !== started), started] };
  if (ended) return { ...style, attributes: attributes.filter((name) => !ended.includes(name)) };
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  if (code === 39) return { ...style, foreground: undefined };
  if (code === 49) return { ...style, background: undefined };
  return style;
}

/** The colour after 38 or 48 (`5;n` of 256, or `2;r;g;b`), and how many parameters it took. */
function extendedColor([form, ...rest]: number[]): { color: AnsiColor | undefined; length: number } {
  if (form === 5) return { color: colorOf256(rest[0] ?? 0), length: 2 };
  if (form === 2) return { color: hex(rest.slice(0, 3)), length: 4 };
  return { color: undefined, length: 0 };
}

/** The palette of xterm: 16 of the theme, a cube of 6 × 6 × 6, and 24 greys. */
function colorOf256(index: number): AnsiColor {
  if (index < 16) return index;
  if (index >= 232) return hex(Array<number>(3).fill(8 + (index - 232) * 10));
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function hex(channels: number[]): string {
  return `#${channels.map((value) => Math.min(255, value).toString(16).padStart(2, '0')).join('')}`;
}
