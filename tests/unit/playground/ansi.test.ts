import { describe, expect, test } from 'vitest';
import { createAnsiReader, type AnsiStyle, type AnsiToken } from '#playground/output/ansi.ts';

const read = (...chunks: string[]): AnsiToken[] => {
  const reader = createAnsiReader();
  return chunks.flatMap((chunk) => reader(chunk));
};
/** Attributes that ended leave empty lists and `undefined` behind; to a reader of the output they are absent. */
const styleOf = (...chunks: string[]): AnsiStyle => {
  const last = read(...chunks).at(-1);
  if (typeof last !== 'object') throw new Error(`There is no text in ${JSON.stringify(chunks)}.`);
  const { attributes = [], ...colors } = last.style;
  return JSON.parse(JSON.stringify({ ...colors, ...(attributes.length > 0 && { attributes }) })) as AnsiStyle;
};

describe('createAnsiReader()', () => {
  test('reads plain text, line ends and carriage returns', () => {
    expect(read('one\r\ntwo')).toEqual([
      { text: 'one', style: {} },
      'return',
      'newline',
      { text: 'two', style: {} },
    ]);
  });

  test.each<[string, string, AnsiStyle]>([
    ['a colour', '\x1b[31mx', { foreground: 1 }],
    ['a bright colour', '\x1b[92mx', { foreground: 10 }],
    ['a background', '\x1b[44mx', { background: 4 }],
    ['a bright background', '\x1b[103mx', { background: 11 }],
    ['several at once', '\x1b[1;4;33mx', { foreground: 3, attributes: ['bold', 'underline'] }],
    ['bold and dim ended by 22', '\x1b[1;2m\x1b[22mx', {}],
    ['italic ended by 23', '\x1b[3;9m\x1b[23mx', { attributes: ['strike'] }],
    ['a colour ended by 39', '\x1b[31;7m\x1b[39mx', { attributes: ['inverse'] }],
    ['a background ended by 49', '\x1b[41m\x1b[49mx', {}],
    ['everything ended by 0', '\x1b[1;31;44m\x1b[0mx', {}],
    ['everything ended by no parameter', '\x1b[1;31m\x1b[mx', {}],
    ['one of 256 that the theme names', '\x1b[38;5;9mx', { foreground: 9 }],
    ['one of the cube', '\x1b[38;5;208mx', { foreground: '#ff8700' }],
    ['a grey', '\x1b[48;5;232mx', { background: '#080808' }],
    ['any colour', '\x1b[38;2;1;20;255mx', { foreground: '#0114ff' }],
    [
      'any colour, and what follows it',
      '\x1b[38;2;1;2;3;1mx',
      { foreground: '#010203', attributes: ['bold'] },
    ],
    ['a code it does not know', '\x1b[31;73mx', { foreground: 1 }],
  ])('reads %s', (_title, text, style) => {
    expect(styleOf(text)).toEqual(style);
  });

  test.each([
    ['cursor movement', '\x1b[2A\x1b[10;20H\x1b[?25l'],
    ['erasing', '\x1b[2J\x1b[K'],
    ['a title ended by BEL', '\x1b]0;title\x07'],
    ['a link ended by ST', '\x1b]8;;https://example.org\x1b\\'],
    ['a character set', '\x1b(B'.slice(0, 2)],
  ])('drops %s', (_title, sequence) => {
    expect(
      read(`a${sequence}b`)
        .map((token) => (typeof token === 'object' ? token.text : token))
        .join(''),
    ).toBe('ab');
  });

  test('keeps a style across chunks', () => {
    expect(styleOf('\x1b[35m', 'x')).toEqual({ foreground: 5 });
  });

  test.each([
    ['after the escape', ['a\x1b', '[31mb']],
    ['in the parameters', ['a\x1b[3', '1mb']],
    ['before the last letter', ['a\x1b[31', 'mb']],
  ])('waits for the rest of a sequence that is cut %s', (_title, chunks) => {
    expect(read(...chunks)).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { foreground: 1 } },
    ]);
  });
});
