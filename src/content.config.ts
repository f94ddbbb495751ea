import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { yamlLists } from './content/yaml-list-loader.ts';

const kebabCase = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Write an id in kebab-case: small letters, digits and single hyphens.');

/** A primary source that a reader can open to check a correction. */
const source = z.strictObject({
  title: z.string(),
  url: z.url({ protocol: /^https$/, error: 'Link a source by its full https:// address.' }),
});

/** The pages that explain: the five of the source text, then The GIL and How it works. */
const chapters = defineCollection({
  loader: glob({ pattern: '*.mdx', base: './src/content/chapters' }),
  schema: z.strictObject({
    title: z.string(),
    /** A shorter title for the side navigation. */
    navTitle: z.string().optional(),
    /** The place in the side navigation, from 1. */
    order: z.int().positive(),
    /** The page of the source text that the chapter transcribes and corrects. */
    sourcePage: z.int().min(1).max(5).optional(),
    /** One sentence for search engines and for lists of chapters. */
    description: z.string(),
  }),
});

/** Pages of prose that are no chapter: the home page. */
const pages = defineCollection({
  loader: glob({ pattern: '*.mdx', base: './src/content' }),
  schema: z.strictObject({ title: z.string(), description: z.string() }),
});

/**
 * What the source text says, and what is true. Feeds the notes beside the chapters and the corrections log alike.
 * Within a page, the order here is the order of the numbered markers in the chapter.
 */
const corrections = defineCollection({
  loader: yamlLists('src/content/corrections/*.yaml'),
  schema: z.strictObject({
    id: kebabCase,
    page: z.int().min(1).max(5),
    /** The place among all corrections, which the loader counts: Astro itself sorts a collection by id. */
    position: z.int(),
    /** What is the matter with the original: lost in transcription, never true, no longer true, or not the whole truth. */
    kind: z.enum(['damaged', 'wrong', 'outdated', 'incomplete']),
    /** Verbatim from the source text; lines of one quotation are joined by a line break. */
    original: z.string(),
    /** What is true; inline Markdown. */
    corrected: z.string(),
    /** How one knows, and why it matters; inline Markdown. */
    why: z.string(),
    sources: z.array(source).min(1),
  }),
});

/** The words of the field, each an anchor on the glossary page. */
const glossary = defineCollection({
  loader: yamlLists('src/content/glossary.yaml'),
  schema: z.strictObject({
    id: kebabCase,
    term: z.string(),
    /** Other names, so that search finds the term under each. */
    aliases: z.array(z.string()).default([]),
    /** One to three sentences; inline Markdown. */
    definition: z.string(),
    /** The place in the file, which the loader counts. */
    position: z.int(),
    /** Ids of related terms. */
    seeAlso: z.array(kebabCase).default([]),
  }),
});

export const collections = { chapters, pages, corrections, glossary };
