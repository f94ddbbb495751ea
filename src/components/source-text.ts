import type { CollectionEntry } from 'astro:content';
import original from '../content/source/original.txt?raw';

type Correction = CollectionEntry<'corrections'>['data'];

/** A stretch of a page of the source text, in the order it stands there. */
export interface SourcePart {
  kind: 'text' | 'code';
  text: string;
}

/** One page of the source text, verbatim, cut at its code fences; the fences themselves are left out. */
export function sourcePage(page: number): SourcePart[] {
  const pages = original.split(/^(?=Page \d: )/m);
  const text = pages.find((candidate) => candidate.startsWith(`Page ${String(page)}: `));
  if (text === undefined) {
    throw new Error(`Cannot show page ${String(page)} of the source text: it has the pages 1 to 5.`);
  }
  return text
    .split(/^```\n?/m)
    .map((part, index): SourcePart => ({ kind: index % 2 === 0 ? 'text' : 'code', text: part.trim() }))
    .filter((part) => part.text !== '');
}

/**
 * A quotation of a page as HTML: a stretch of a program as code, prose as it is but for the asterisks around bold words.
 * What is true as far as it goes is quoted; all else is struck out.
 */
export function quotation({ page, original, kind }: Pick<Correction, 'page' | 'original' | 'kind'>): string {
  const text = original.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const [firstLine = ''] = original.split('\n');
  const isProgram = sourcePage(page).some((part) => part.kind === 'code' && part.text.includes(firstLine));
  const content = isProgram ? `<code>${text}</code>` : text.replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>');
  return kind === 'incomplete' ? `<q>${content}</q>` : `<del>${content}</del>`;
}
