import { getCollection } from 'astro:content';

/** A page as the navigation shows it. */
export interface SiteMapEntry {
  /** The path from the site's root: `/threads/`. */
  path: string;
  title: string;
  /** The page of the source text that this one transcribes; shown as the chapter's number. */
  number?: number;
}

/** A group of pages under one heading. */
export interface SiteMapGroup {
  title: string;
  entries: SiteMapEntry[];
}

/** Every page of the site but the home page, in reading order. */
export async function siteMap(): Promise<SiteMapGroup[]> {
  const chapters = (await getCollection('chapters')).sort((a, b) => a.data.order - b.data.order);
  const entry = (chapter: (typeof chapters)[number]): SiteMapEntry => ({
    path: `/${chapter.id}/`,
    title: chapter.data.navTitle ?? chapter.data.title,
    ...(chapter.data.sourcePage !== undefined && { number: chapter.data.sourcePage }),
  });
  return [
    { title: 'The text', entries: chapters.filter(isOfSource).map(entry) },
    { title: 'Beyond it', entries: chapters.filter((chapter) => !isOfSource(chapter)).map(entry) },
    {
      title: 'Reference',
      entries: [
        { path: '/glossary/', title: 'Glossary' },
        { path: '/corrections/', title: 'Corrections' },
        { path: '/differences/', title: 'Differences' },
      ],
    },
  ];
}

function isOfSource(chapter: { data: { sourcePage?: number | undefined } }): boolean {
  return chapter.data.sourcePage !== undefined;
}
