import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/**
 * Writes `sitemap.xml`, and a `robots.txt` that names it, for search engines. Both need the site's public address
 * (`INTERLEAVE_SITE`) and are left out without one.
 */
export function sitemap(): AstroIntegration {
  let root: URL | undefined;
  return {
    name: 'interleave:sitemap',
    hooks: {
      'astro:config:done': ({ config }) => {
        if (config.site !== undefined) root = new URL(`${config.base.replace(/\/$/, '')}/`, config.site);
      },
      'astro:build:done': async ({ dir, pages }) => {
        if (root === undefined) return;
        const paths = pages.map(({ pathname }) => pathname).filter((path) => !path.startsWith('404'));
        await Promise.all([
          writeFile(fileURLToPath(new URL('sitemap.xml', dir)), sitemapFile(root, paths)),
          writeFile(fileURLToPath(new URL('robots.txt', dir)), robotsFile(root)),
        ]);
      },
    },
  };
}

/**
 * The pages of a site as a sitemap.
 * @param paths relative to the site's root, such as `gil/`
 * @see https://www.sitemaps.org/protocol.html
 */
function sitemapFile(root: URL, paths: readonly string[]): string {
  const urls = paths.map((path) => `  <url><loc>${new URL(path, root).href}</loc></url>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('')}</urlset>\n`;
}

function robotsFile(root: URL): string {
  return `User-agent: *\nAllow: /\n\nSitemap: ${new URL('sitemap.xml', root).href}\n`;
}
