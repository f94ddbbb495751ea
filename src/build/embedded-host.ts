import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { BuildOptions } from 'esbuild';
import { bundle, type Rewrite } from './bundle.ts';
import { type Bundle, compileAtOnce, type FunctionNames } from './compile-at-once.ts';
import { hostPackages } from './host-packages.ts';
import { type PythonAssets, pythonAssets, writePythonAssets } from './python-runtime.ts';
import { isolationHeaders } from './security-headers.ts';
import { bundleThread } from './thread-script.ts';

const runtime = fileURLToPath(new URL('../runtime/', import.meta.url));

/** The scripts of the host, each for a realm of its own. All are classic scripts: an opaque origin can start no other. */
const scripts = {
  kernel: 'host/api/host-api.ts',
  workerStart: 'host/worker-start.ts',
  sandbox: 'host/frames/sandbox.ts',
  relay: 'host/frames/headless.ts',
} as const;

/** The name of the thread's script in stack traces, where its frames are left out as Node leaves out its own. */
const THREAD_SOURCE_NAME = 'node:internal/interleave';

const bundling = {
  bundle: true,
  write: false,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  // The browser keeps text without other characters in half the memory and reads it faster.
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  define: { global: 'globalThis' },
  plugins: [hostPackages],
} satisfies BuildOptions;

/** What a script calls its exports. */
const EXPORTS = 'exported';

/** The functions that every boot and every start of a program call; `npm run functions:record` writes it. */
export const CALLED_AT_START = fileURLToPath(new URL('./called-at-start.json', import.meta.url));

/** What the kernel evaluates when it first needs it: the parser is as long as the kernel itself. */
const KERNEL_PARTS = ['acorn'] as const;

/**
 * Serves the embedded host at `headless/` below the site's base path, in `astro dev` and in the built site alike.
 */
export function embeddedHost(): AstroIntegration {
  let python: Promise<PythonAssets> | undefined;
  let page: string | undefined;
  return {
    name: 'interleave:embedded-host',
    hooks: {
      'astro:config:setup': async ({ command, updateConfig }) => {
        let hostBuild = ''; // In development it changes under the page.
        if (command === 'build') {
          const assets = await (python ??= pythonAssets());
          page = await headlessPage(assets);
          hostBuild = createHash('sha256').update(page).digest('hex').slice(0, 12);
        }
        updateConfig({ vite: { define: { HOST_BUILD: JSON.stringify(hostBuild) } } });
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use((request, response, next) => {
          const { pathname } = new URL(request.url ?? '/', 'http://localhost');
          const file = /\/headless\/python\/([^/]+)$/.exec(pathname)?.[1];
          const isPage = /\/headless\/?$/.test(pathname);
          if (!isPage && file === undefined) return next();
          python ??= pythonAssets();
          python
            .then(async (assets) => (isPage ? headlessPage(assets) : assets.files.get(file!)))
            .then((body) => {
              if (body === undefined) return next();
              const type = isPage ? 'text/html; charset=utf-8' : 'application/octet-stream';
              response.setHeaders(new Map([...isolationHeaders, ['Content-Type', type]]));
              response.end(body);
            })
            .catch(next);
        });
      },
      'astro:build:done': async ({ dir }) => writeHost(fileURLToPath(dir), await python!, page!),
    },
  };
}

/**
 * Writes the host into `directory`, as `headless/index.html`, and Python's files below `headless/python/`.
 *
 * @param rewrite what is done with the scripts that each boot waits for
 */
export async function buildHost(directory: string, rewrite?: Rewrite): Promise<void> {
  const python = await pythonAssets();
  await writeHost(directory, python, await headlessPage(python, rewrite));
}

async function writeHost(directory: string, python: PythonAssets, page: string): Promise<void> {
  await writePythonAssets(python, path.join(directory, 'headless'));
  await writeFile(path.join(directory, 'headless/index.html'), page);
}

/** The `/headless` page with everything in it: one request, and nothing to fetch from inside the sandbox. */
async function headlessPage({ manifest }: PythonAssets, rewrite = compileWhatStartCalls): Promise<string> {
  const [kernel, kernelParts, thread, relay, workerStart] = await Promise.all([
    bundleScript(scripts.kernel, { globalName: EXPORTS, external: [...KERNEL_PARTS] }, rewrite),
    Promise.all(KERNEL_PARTS.map(async (name) => [name, await bundlePackage(name)] as const)),
    // Programs see the names of the thread's functions and classes, in `inspect` and in stacks.
    bundleThread({ ...bundling, keepNames: true }, rewrite),
    bundleScript(scripts.relay),
    bundleScript(scripts.workerStart),
  ]);
  const sandbox = await bundleScript(scripts.sandbox, {
    define: { WORKER_START_SOURCE: JSON.stringify(workerStart) },
  });
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="robots" content="noindex">',
    '<title>Interleave: the embedded host</title>',
    '<body>',
    inertScript('sandbox', sandbox),
    inertScript('python-manifest', JSON.stringify(manifest)),
    `<script>${relay}</script>`,
    inertScript('kernel', `(require=>{${kernel}\nreturn ${EXPORTS}})`),
    ...kernelParts.map(([name, source]) => inert(`data-package="${name}"`, source)),
    inertScript('thread', `${thread.core}\n//# sourceURL=${THREAD_SOURCE_NAME}`),
    ...Object.entries(thread.parts).map(([name, source]) => inertPart(name, source)),
    '',
  ].join('\n');
}

function compileWhatStartCalls(script: Bundle): string {
  return compileAtOnce(script, JSON.parse(readFileSync(CALLED_AT_START, 'utf8')) as FunctionNames);
}

function bundleScript(entry: string, options: BuildOptions = {}, rewrite?: Rewrite): Promise<string> {
  const entryPoints = [path.join(runtime, entry)];
  return bundle({ ...bundling, entryPoints, format: 'iife', ...options }, rewrite);
}

/** A package as an expression whose value is its exports. */
async function bundlePackage(name: string): Promise<string> {
  const text = await bundle({
    ...bundling,
    stdin: { contents: `export * from ${JSON.stringify(name)}`, resolveDir: runtime },
    format: 'iife',
    globalName: EXPORTS,
  });
  return `(()=>{${text}\nreturn ${EXPORTS}})()`;
}

/** A script as text that the browser neither runs nor parses. esbuild has escaped `</script`. */
function inertScript(id: string, source: string): string {
  return inert(`id="${id}"`, source);
}

function inertPart(name: string, source: string): string {
  return inert(`data-part="${name}"`, source);
}

function inert(attribute: string, source: string): string {
  return `<script type="text/plain" ${attribute}>${source.replaceAll('<!--', '\\x3C!--')}</script>`;
}
