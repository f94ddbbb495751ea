import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { buildHost } from '../../src/build/embedded-host.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const isolation =
  '/*\n  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Embedder-Policy: require-corp\n  Cross-Origin-Resource-Policy: same-origin\n';

/** Where the page finds the site's client: a module that exports `openHost`. */
export const CLIENT_ADDRESS = '/client/host.js';

/**
 * Writes an empty page beside the embedded host and the site's own client, which the page loads when it needs it, as
 * a playground does. Files are cached as the built site has them cached: hashed ones for ever, the rest is asked for again.
 */
export async function writeClientPage(directory: string): Promise<void> {
  await mkdir(path.join(directory, 'headless'), { recursive: true });
  await Promise.all([
    buildHost(directory),
    bundleClient(path.join(directory, 'client')),
    writeFile(path.join(directory, 'index.html'), '<!doctype html><title>Bench</title>'),
    writeFile(path.join(directory, '_headers'), isolation + immutable('client', 'headless/python')),
  ]);
}

/** For a headers file: what lies in these folders is cached for ever. */
export function immutable(...folders: readonly string[]): string {
  return folders
    .map((folder) => `/${folder}/*\n  Cache-Control: public, max-age=31536000, immutable\n`)
    .join('');
}

async function bundleClient(outdir: string): Promise<void> {
  await build({
    entryPoints: [path.join(root, 'src/runtime/client/host.ts')],
    outdir,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    define: { 'import.meta.env.BASE_URL': '"/"' },
    plugins: [ownFrame],
  });
}

/** What astro.config.mjs does for the site: the package opens our frame, and there are two copies of it. */
const ownFrame: Plugin = {
  name: 'own-frame',
  setup(context) {
    const client = path.join(root, 'src/runtime/client/iframe-url.ts');
    const api = path.join(root, 'node_modules/@webcontainer/api/dist/index.js');
    context.onResolve({ filter: /\/iframe-url\.js$/ }, () => ({ path: client }));
    context.onResolve({ filter: /^@webcontainer\/api\?/ }, () => ({ path: api, suffix: '?second-copy' }));
  },
};
