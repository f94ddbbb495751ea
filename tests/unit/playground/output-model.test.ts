import { describe, expect, test } from 'vitest';
import { OutputModel, type OutputLimits } from '#playground/output/output-model.ts';

const limits: OutputLimits = { lines: 3, characters: 20, charactersPerLine: 8 };
const shown = (model: OutputModel) =>
  model.lines.map(({ source, atMs, spans }) => `${source} ${atMs} ${spans.map(({ text }) => text).join('')}`);

describe('OutputModel', () => {
  test('gives a line the time at which its first character arrived', () => {
    const model = new OutputModel();
    model.append('stdout', 'slow', 10);
    model.append('stdout', ' line\nnext\n', 20);
    expect(shown(model)).toEqual(['stdout 10 slow line', 'stdout 20 next']);
  });

  test('gives an empty line its own time', () => {
    const model = new OutputModel();
    model.append('stdout', 'a\n\nb', 10);
    expect(shown(model)).toEqual(['stdout 10 a', 'stdout 10 ', 'stdout 10 b']);
  });

  test('never lets two streams share a line', () => {
    const model = new OutputModel();
    model.append('stdout', 'out', 1);
    model.append('stderr', 'err\n', 2);
    model.append('stdout', 'more\n', 3);
    expect(shown(model)).toEqual(['stdout 1 out', 'stderr 2 err', 'stdout 3 more']);
  });

  test('keeps the style of a stream apart from that of the other', () => {
    const model = new OutputModel();
    model.append('stderr', '\x1b[31m', 1);
    model.append('stdout', 'plain\n', 2);
    expect(model.lines[0]?.spans).toEqual([{ text: 'plain', style: {} }]);
  });

  test.each([
    ['redraws a line after a carriage return', '10%\r20%\r100%\n', ['100%']],
    ['takes a carriage return before a line end for part of it', 'one\r\ntwo\r\n', ['one', 'two']],
    ['keeps a line that ends in a carriage return', 'done\r', ['done']],
  ])('%s', (_title, text, expected) => {
    const model = new OutputModel();
    model.append('stdout', text, 1);
    expect(model.lines.map(({ spans }) => spans.map(({ text }) => text).join(''))).toEqual(expected);
  });

  test.each([
    ['plain lines', Array.from({ length: 9 }, (_, i) => `${i}\n`).join('')],
    ['a line that is open', 'ab\nc\nd\ne\nf\ng'],
    ['a style that was set long before', '\x1b[31ma\nb\nc\nd\ne\nf\n'],
    ['a style that ended', '\x1b[31ma\x1b[1m\nb\x1b[0m\nc\nd\ne\nf\n'],
  ])('keeps the same of a flood in one piece as of one that comes line by line: %s', (_title, text) => {
    const [whole, single] = [new OutputModel(limits), new OutputModel(limits)];
    for (const model of [whole, single]) model.append('stdout', 'open', 1);
    whole.append('stdout', text, 1);
    for (const line of text.split(/(?<=\n)/)) single.append('stdout', line, 1);
    expect(whole.lines).toEqual(single.lines);
    expect(whole.cutLines).toBe(single.cutLines);
    if (!text.includes('\x1b')) expect(whole.cutCharacters).toBe(single.cutCharacters);
  });

  test('cuts from the start beyond the most lines, and counts what it cut', () => {
    const model = new OutputModel(limits);
    model.append('stdout', 'aa\nb\nc\nd\ne\n', 1);
    expect(shown(model)).toEqual(['stdout 1 c', 'stdout 1 d', 'stdout 1 e']);
    expect([model.cutLines, model.cutCharacters]).toEqual([2, 3]);
  });

  test('cuts from the start beyond the most characters', () => {
    const model = new OutputModel(limits);
    model.append('stdout', '12345678\n12345678\n12345678\n', 1);
    expect(model.lines).toHaveLength(2);
    expect(model.cutLines).toBe(1);
  });

  test('cuts the end of a line that is too long, and counts what it cut', () => {
    const model = new OutputModel(limits);
    model.append('stdout', '12345', 1);
    model.append('stdout', '6789012\n', 2);
    expect(shown(model)).toEqual(['stdout 1 12345678']);
    expect(model.lines[0]?.cut).toBe(4);
  });

  test('tells which lines to draw again', () => {
    const model = new OutputModel(limits);
    model.append('stdout', 'a\nb', 1);
    expect(model.takeChanges()).toEqual({ removedFromStart: 0, firstChanged: 0 });
    model.append('stdout', 'b\nc\n', 2);
    expect(model.takeChanges()).toEqual({ removedFromStart: 0, firstChanged: 1 });
    model.append('stdout', 'd\n', 3);
    expect(model.takeChanges()).toEqual({ removedFromStart: 1, firstChanged: 2 });
    expect(model.takeChanges()).toEqual({ removedFromStart: 0, firstChanged: 3 });
  });

  test('does not ask to remove lines that were cut before anyone drew them', () => {
    const model = new OutputModel(limits);
    model.append('stdout', 'a\n', 1);
    model.takeChanges();
    model.append('stdout', 'b\nc\nd\ne\nf\n', 2);
    expect(model.takeChanges()).toEqual({ removedFromStart: 1, firstChanged: 0 });
  });

  test('wholeOutput is what the program printed, without what the reader typed', () => {
    const model = new OutputModel();
    model.append('stdout', 'name?\n', 1);
    model.append('stdin', 'Ada\n', 2);
    model.append('stderr', 'hello \x1b[1mAda\x1b[0m\n', 3);
    expect(model.wholeOutput).toBe('name?\nhello Ada\n');
  });

  test('wholeOutput is undefined once something was cut', () => {
    const model = new OutputModel(limits);
    model.append('stdout', 'a\nb\nc\nd\n', 1);
    expect(model.wholeOutput).toBeUndefined();
  });

  test('continueWith() puts later output after what was cleared away', () => {
    const cleared = new OutputModel();
    cleared.append('stdout', 'before\n', 1);
    const later = new OutputModel();
    later.append('stdout', 'after\n', 2);
    cleared.continueWith(later);
    expect(cleared.text).toBe('before\nafter\n');
  });
});
