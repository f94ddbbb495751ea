import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex, type PagefindIndex } from 'pagefind';

/**
 * Indexes the built site for search and writes the index and Pagefind's component UI to `dist/pagefind/`.
 * The dev server has no built pages to index: it serves the last build's index, so that search can be worked on.
 */
export function pagefind(): AstroIntegration {
  let outputFolder: string;
  return {
    name: 'interleave:pagefind',
    hooks: {
      'astro:config:done': ({ config }) => {
        outputFolder = fileURLToPath(config.outDir);
      },
      'astro:server:setup': ({ server, logger }) => {
        const base = server.config.base.replace(/\/$/, '');
        logger.info('Search uses the index of the last `npm run build`.');
        server.middlewares.use(`${base}/pagefind/`, (request, response, next) => {
          const path = new URL(request.url ?? '/', 'http://localhost').pathname;
          readFile(join(outputFolder, 'pagefind', path)).then(
            (content) => response.setHeader('Content-Type', contentType(path)).end(content),
            () => next(),
          );
        });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const pages = await writeIndex(fileURLToPath(dir));
        logger.info(`Indexed ${String(pages)} pages for search.`);
      },
    },
  };
}

async function writeIndex(siteFolder: string): Promise<number> {
  try {
    const { index, errors } = await createIndex({ includeCharacters: '_' });
    if (index === undefined) throw searchError(errors);
    return await fillIndex(index, siteFolder);
  } finally {
    await close();
  }
}

async function fillIndex(index: PagefindIndex, siteFolder: string): Promise<number> {
  const added = await index.addDirectory({ path: siteFolder });
  if (added.errors.length > 0) throw searchError(added.errors);
  if (added.page_count === 0) {
    throw searchError([`it found no page in "${siteFolder}" with a data-pagefind-body attribute`]);
  }
  const written = await index.writeFiles({ outputPath: join(siteFolder, 'pagefind') });
  if (written.errors.length > 0) throw searchError(written.errors);
  return added.page_count;
}

function searchError(errors: string[]): Error {
  return new Error(`Cannot index the site for search; Pagefind says: ${errors.join('; ')}.`);
}

function contentType(path: string): string {
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
  };
  return types[extname(path)] ?? 'application/octet-stream';
}
