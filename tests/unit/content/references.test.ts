import { describe, expect, test } from 'vitest';
import { exampleNames } from '../../../src/examples/load.ts';
import {
  attributesOf,
  corrections,
  glossary,
  mdxFiles,
  sourceChapters,
  sourcePages,
} from './content-files.ts';

const files = mdxFiles();
const perFile = files.map((file) => [file.slug, file] as const);

describe('a correction', () => {
  test.each(corrections().map((correction) => [correction.id, correction] as const))(
    '"%s" quotes its page of the source verbatim',
    (_, { page, original }) => {
      expect(sourcePages()[page - 1]).toContain(original);
    },
  );

  test('is used exactly once, in the chapter of its page, in the order of its number', () => {
    for (const { body, sourcePage } of sourceChapters()) {
      const ids = corrections()
        .filter(({ page }) => page === sourcePage)
        .map(({ id }) => id);
      expect(attributesOf(body, 'Correction', 'id')).toEqual(ids);
    }
    for (const { slug, body, sourcePage } of files) {
      if (sourcePage === undefined) expect(attributesOf(body, 'Correction', 'id'), slug).toEqual([]);
    }
  });

  test('has an id of its own', () => {
    const ids = corrections().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(corrections().map((correction) => [correction.id, correction] as const))(
    '"%s" names its sources by their https address',
    (_, { sources }) => {
      expect(sources.length).toBeGreaterThan(0);
      for (const { url } of sources) expect(new URL(url).protocol).toBe('https:');
    },
  );
});

describe.each(perFile)('the page "%s"', (slug, { body }) => {
  test('shows only examples that exist', () => {
    const used = [
      ...attributesOf(body, 'Playground', 'example'),
      ...attributesOf(body, 'ProgramDiff', 'example'),
    ];
    expect(used.filter((name) => !exampleNames().includes(name))).toEqual([]);
  });

  test('links only terms that the glossary has', () => {
    const terms = glossary().map(({ id }) => id);
    expect(attributesOf(body, 'Term', 'id').filter((id) => !terms.includes(id))).toEqual([]);
  });

  test('begins with an answer of two sentences', () => {
    const answer = /^\s*<Answer>([\s\S]*?)<\/Answer>/.exec(body)?.[1] ?? '';
    expect(answer.match(/[.!?](?=\s|$)/g)).toHaveLength(2);
  });

  test('links to pages and sections that exist', () => {
    // The home page is the only one that is not in a folder of its own.
    expect(
      internalLinks(body, slug === 'home' ? '' : '../').filter((link) => !addresses().has(link)),
    ).toEqual([]);
  });
});

test.each(sourceChapters().map((chapter) => [chapter.slug, chapter] as const))(
  'the chapter "%s" has a program in each language, a prediction and questions',
  (_, { body }) => {
    const used = attributesOf(body, 'Playground', 'example');
    expect(used.some((name) => name.endsWith('-node'))).toBe(true);
    expect(used.some((name) => !name.endsWith('-node'))).toBe(true);
    for (const part of ['<Predict ', '<Reveal>', '<Check>', '<Question ']) expect(body).toContain(part);
  },
);

describe('the glossary', () => {
  const ids = glossary().map(({ id }) => id);

  test('is sorted by id, and has each only once', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('sends readers only to terms, pages and sections that exist', () => {
    for (const { id, definition, seeAlso = [] } of glossary()) {
      expect(
        seeAlso.filter((other) => !ids.includes(other) || other === id),
        id,
      ).toEqual([]);
      const anchors = [...definition.matchAll(/\]\(#([^)]*)\)/g)].map((match) => match[1] ?? '');
      expect(
        anchors.filter((anchor) => !ids.includes(anchor)),
        id,
      ).toEqual([]);
      expect(
        internalLinks(definition, '../').filter((link) => !addresses().has(link)),
        id,
      ).toEqual([]);
    }
  });

  test.each([
    'GIL',
    'global interpreter lock',
    'lock',
    'mutex',
    'race condition',
    'data race',
    'deadlock',
    'pool',
    'worker_threads',
    'structured clone',
    'pickle',
    'SharedArrayBuffer',
    'Atomics',
    'fork',
    'spawn',
    'event loop',
  ])('knows "%s" as a term or by another name', (name) => {
    const names = glossary().flatMap(({ term, aliases = [] }) => [term, ...aliases]);
    expect(names.map((known) => known.toLowerCase())).toContain(name.toLowerCase());
  });
});

/** The targets of relative links, as `page/#section`. */
function internalLinks(markdown: string, up: string): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^(https:|#)/.test(target))
    .map((target) =>
      target.startsWith(up) ? target.slice(up.length) : `${target} (does not start with "${up}")`,
    );
}

/** Every page of the site and every section in it, as `page/#section`. */
function addresses(): Set<string> {
  const sections = files.flatMap(({ slug, body }) => [
    `${slug}/`,
    ...[...body.matchAll(/^#{2,3} (.*)$/gm)].map((match) => `${slug}/#${anchorOf(match[1] ?? '')}`),
  ]);
  const terms = glossary().map(({ id }) => `glossary/#${id}`);
  const log = corrections().map(({ id }) => `corrections/#${id}`);
  return new Set([...sections, 'glossary/', ...terms, 'corrections/', ...log, 'differences/']);
}

/** The anchor that Astro gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}
