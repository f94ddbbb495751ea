import { getCollection, type CollectionEntry } from 'astro:content';

/** A correction with the number that its chapter and the log show, and the chapter where it stands. */
export type NumberedCorrection = CollectionEntry<'corrections'>['data'] & {
  number: number;
  chapterPath: string;
};

/** All corrections in the order of the data files, numbered from 1 within each page. */
export async function numberedCorrections(): Promise<NumberedCorrection[]> {
  const chapters = await getCollection('chapters');
  const pathOf = new Map(chapters.map((chapter) => [chapter.data.sourcePage, `/${chapter.id}/`]));
  const counts = new Map<number, number>();
  const corrections = (await getCollection('corrections')).sort((a, b) => a.data.position - b.data.position);
  return corrections.map(({ data }) => {
    const number = (counts.get(data.page) ?? 0) + 1;
    counts.set(data.page, number);
    return { ...data, number, chapterPath: pathOf.get(data.page) ?? '/' };
  });
}

/** What the reader sees of a correction's kind. */
export const kindLabels: Record<NumberedCorrection['kind'], string> = {
  damaged: 'Damaged in transcription',
  wrong: 'Wrong',
  outdated: 'Out of date',
  incomplete: 'Not the whole truth',
};
