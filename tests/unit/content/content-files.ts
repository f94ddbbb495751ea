import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One MDX file, before anything has rendered it. */
export interface MdxFile {
  /** The last part of its address; the home page's is `home`. */
  slug: string;
  title: string;
  sourcePage: number | undefined;
  body: string;
}

export interface Correction {
  id: string;
  page: number;
  original: string;
  corrected: string;
  why: string;
  sources: { title: string; url: string }[];
}

export interface GlossaryEntry {
  id: string;
  term: string;
  aliases?: string[];
  definition: string;
  seeAlso?: string[];
}

const content = fileURLToPath(new URL('../../../src/content/', import.meta.url));

/** The chapters and the home page. */
export function mdxFiles(): MdxFile[] {
  const chapters = readdirSync(join(content, 'chapters')).map((name) => join('chapters', name));
  return [...chapters, 'home.mdx'].map(readMdx);
}

/** The chapters that follow a page of the source text, in the order of the pages. */
export function sourceChapters(): (MdxFile & { sourcePage: number })[] {
  return mdxFiles()
    .filter((file): file is MdxFile & { sourcePage: number } => file.sourcePage !== undefined)
    .sort((a, b) => a.sourcePage - b.sourcePage);
}

/** All corrections, in the order in which they are numbered. */
export function corrections(): Correction[] {
  return readdirSync(join(content, 'corrections'))
    .sort()
    .flatMap((name) => parse(read(join('corrections', name))) as Correction[]);
}

export function glossary(): GlossaryEntry[] {
  return parse(read('glossary.yaml')) as GlossaryEntry[];
}

/** The pages of the source text, verbatim; the first has index 0. */
export function sourcePages(): string[] {
  return read('source/original.txt').split(/^(?=Page \d: )/m);
}

/** What the attribute says wherever the component occurs, in order: `attributesOf(body, 'Term', 'id')`. */
export function attributesOf(body: string, component: string, attribute: string): string[] {
  const tags = body.match(new RegExp(`<${component}\\b[^>]*>`, 'g')) ?? [];
  return tags.map((tag) => {
    const value = new RegExp(`\\b${attribute}=(?:"([^"]*)"|\\{([^}]*)\\})`).exec(tag);
    if (value === null) throw new Error(`The tag ${tag} has no attribute "${attribute}".`);
    return value[1] ?? value[2] ?? '';
  });
}

function readMdx(path: string): MdxFile {
  const [, frontmatter = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(read(path)) ?? [];
  const { title, sourcePage } = parse(frontmatter) as { title: string; sourcePage?: number };
  return { slug: basename(path, '.mdx'), title, sourcePage, body };
}

function read(path: string): string {
  return readFileSync(join(content, path), 'utf8');
}
