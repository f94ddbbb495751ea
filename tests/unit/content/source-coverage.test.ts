import { describe, expect, test } from 'vitest';
import { attributesOf, corrections, sourceChapters, sourcePages } from './content-files.ts';
import { lostUnits, plain, sourceHeadings, sourceUnits } from './source-coverage.ts';

const pages = sourcePages();
const chapters = sourceChapters();
const pageOf = (chapter: { sourcePage: number }): string => pages[chapter.sourcePage - 1] ?? '';
const quotesOf = (chapter: { sourcePage: number }): string[] =>
  corrections()
    .filter(({ page }) => page === chapter.sourcePage)
    .map(({ original }) => original);

test('every page of the source has its chapter', () => {
  expect(chapters.map(({ sourcePage }) => sourcePage)).toEqual([1, 2, 3, 4, 5]);
  expect(pages).toHaveLength(5);
});

describe.each(chapters.map((chapter) => [chapter.slug, chapter] as const))(
  'the chapter "%s"',
  (_, chapter) => {
    test('keeps or corrects every heading, sentence, bullet and table cell of its page', () => {
      expect(lostUnits(pageOf(chapter), chapter, quotesOf(chapter))).toEqual([]);
    });

    test('keeps the headings of its page in their order', () => {
      const headings = [...chapter.body.matchAll(/^#{2,3} (.*)$/gm)].map((match) => plain(match[1] ?? ''));
      const ofSource = sourceHeadings(pageOf(chapter));
      const quoted = quotesOf(chapter).map(plain);
      const kept = ofSource.filter((heading) => !quoted.includes(heading) || headings.includes(heading));
      expect(headings.filter((heading) => ofSource.includes(heading))).toEqual(kept);
    });

    test('shows every program of its page beside the corrected one', () => {
      const programs = pageOf(chapter).match(/^```\n[\s\S]*?^```$/gm) ?? [];
      expect(attributesOf(chapter.body, 'ProgramDiff', 'block')).toEqual(
        programs.map((_program, index) => String(index + 1)),
      );
      for (const page of attributesOf(chapter.body, 'ProgramDiff', 'page')) {
        expect(page).toBe(String(chapter.sourcePage));
      }
    });

    test('shows its page verbatim, once', () => {
      expect(attributesOf(chapter.body, 'Original', 'page')).toEqual([String(chapter.sourcePage)]);
    });
  },
);

describe('the comparison with the source', () => {
  const [chapter] = chapters;
  if (chapter === undefined) throw new Error('There is no chapter to try the comparison on.');

  test.each([
    ['a bullet', 'Threads share the same memory space.'],
    ['a sentence around markup', 'In Python, threads are used'],
    ['a heading', '## Key Characteristics'],
  ])('notices that %s was dropped', (_, text) => {
    expect(chapter.body).toContain(text);
    const doctored = { ...chapter, body: chapter.body.replace(text, '') };
    expect(lostUnits(pageOf(chapter), doctored, quotesOf(chapter))).toHaveLength(1);
  });

  test('notices that a correction no longer quotes what it replaces', () => {
    const quotes = quotesOf(chapter).filter((quote) => !quote.startsWith('Managed by'));
    expect(lostUnits(pageOf(chapter), chapter, quotes)).toEqual([
      { kind: 'bullet', text: 'Managed by the Global Interpreter Lock (GIL) in Python.' },
    ]);
  });

  test('cuts the source into the pieces that a reader would name', () => {
    const count = pages.map((page) => sourceUnits(page).length);
    expect(count).toEqual([13, 10, 22, 8, 6]);
    expect(sourceUnits(pages[2] ?? '')).toContainEqual({ kind: 'table cell', text: 'Machine Learning' });
  });
});
