import { globSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** The paths of the built site's pages, relative to its base: "", "gil/", "404.html" … The embedded host is not a page. */
export function sitePages(): string[] {
  return globSync('**/*.html', { cwd: dist })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !file.startsWith('headless/') && !file.startsWith('pagefind/'))
    .map((file) => file.replace(/(^|\/)index\.html$/, '$1'))
    .sort();
}

/** The file of a page whose path `sitePages()` gave. */
export function pageFile(page: string): string {
  return path.join(dist, page === '' || page.endsWith('/') ? `${page}index.html` : page);
}
