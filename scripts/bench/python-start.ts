import { appendFile, copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildHost } from '../../src/build/embedded-host.ts';
import { writePage } from '../../tests/contract/hosts/embedded-host.ts';
import { launchBrowser } from '../../tests/support/browser.ts';
import { serveDirectory, type StaticServer } from '../static-server.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const ROUNDS = 3;
const CACHED = '\n/*\n  Cache-Control: public, max-age=31536000, immutable\n';
/** What a page needs of the package to load Pyodide as its documentation says. */
const STOCK_FILES = [
  'pyodide.mjs',
  'pyodide.asm.mjs',
  'pyodide.asm.wasm',
  'python_stdlib.zip',
  'pyodide-lock.json',
];

/** How long a reader waits for Python's first line here and with stock Pyodide, and what each has to fetch. */
export interface PythonStart {
  readonly figures: Figure[];
  /** From nothing to the first line with stock Pyodide, files in the cache: what a process of its own would cost. */
  readonly stockLaterMs: number;
}

/** Times first prints in Chromium, ours and stock Pyodide's in turns: in new profiles, and once more in each. */
export async function measurePythonStart(): Promise<PythonStart> {
  const folders = await Promise.all([hostSite(), stockSite()]);
  const [ours, stock] = (await Promise.all(folders.map((folder) => serveDirectory(folder)))) as [
    StaticServer,
    StaticServer,
  ];
  const browser = await launchBrowser();
  const times = { ours: { first: [], later: [] }, stock: { first: [], later: [] } } as Record<
    'ours' | 'stock',
    Record<'first' | 'later', number[]>
  >;
  try {
    // Unmeasured: the server compresses each file once.
    await firstAndLater(browser, ours.url, firstPrintHere);
    await firstAndLater(browser, stock.url, firstPrintOfStock);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, url, firstPrint] of [
        ['ours', ours.url, firstPrintHere],
        ['stock', stock.url, firstPrintOfStock],
      ] as const) {
        const [first, later] = await firstAndLater(browser, url, firstPrint);
        times[name].first.push(first);
        times[name].later.push(later);
      }
    }
    const beside = 'stock Pyodide';
    const figure = (title: string, visit: 'first' | 'later', ratio: number): Figure => ({
      title,
      ours: median(times.ours[visit]),
      theirs: median(times.stock[visit]),
      unit: 'ms',
      beside,
      limit: { ratio },
    });
    return {
      figures: [
        figure('Python: nothing → first line, first visit', 'first', 0.25),
        figure('Python: nothing → first line, later visits', 'later', 0.1),
        await bytesFigure(folders[0]),
      ],
      stockLaterMs: median(times.stock.later),
    };
  } finally {
    await browser.close();
    await Promise.all([ours.close(), stock.close()]);
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  }
}

async function hostSite(): Promise<string> {
  const site = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-'));
  await buildHost(site);
  await writePage(site, 'globalThis.WEBCONTAINER_API_IFRAME_URL = location.origin');
  // The unmodified client asks for "/headless", where the site's own asks for "/headless/": spare it the redirect.
  await rename(path.join(site, 'headless/index.html'), path.join(site, 'headless.html'));
  await appendFile(path.join(site, '_headers'), CACHED);
  return site;
}

async function stockSite(): Promise<string> {
  const site = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-'));
  const folder = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  await Promise.all(STOCK_FILES.map((file) => copyFile(path.join(folder, file), path.join(site, file))));
  await writeFile(path.join(site, 'index.html'), '<!doctype html><title>Stock</title>');
  await writeFile(path.join(site, '_headers'), CACHED);
  return site;
}

/** A visit with nothing in the cache, and one after it. */
async function firstAndLater(
  browser: Browser,
  url: string,
  firstPrint: () => Promise<number>,
): Promise<[number, number]> {
  const context = await browser.newContext();
  try {
    const first = await visit(context, url, firstPrint);
    return [first, await visit(context, url, firstPrint)];
  } finally {
    await context.close();
  }
}

async function visit(
  context: BrowserContext,
  url: string,
  firstPrint: () => Promise<number>,
): Promise<number> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  const timeMs = await page.evaluate(firstPrint);
  await page.close();
  return timeMs;
}

/** Runs in a page that has the client and has booted nothing. */
async function firstPrintHere(): Promise<number> {
  const { WebContainer } = globalThis as unknown as {
    WebContainer: typeof import('@webcontainer/api').WebContainer;
  };
  const startMs = performance.now();
  const host = await WebContainer.boot({ workdirName: 'project' });
  const child = await host.spawn('python3', ['-c', "print('hello')"]);
  await child.output.getReader().read();
  return performance.now() - startMs;
}

/** Runs in an empty page beside Pyodide's files. */
async function firstPrintOfStock(): Promise<number> {
  const startMs = performance.now();
  const address = '/pyodide.mjs';
  const { loadPyodide } = (await import(address)) as {
    loadPyodide: (options: { stdout: () => void }) => Promise<{ runPython(code: string): void }>;
  };
  let printedMs = 0;
  const pyodide = await loadPyodide({ stdout: () => (printedMs = performance.now()) });
  pyodide.runPython("print('hello')");
  return printedMs - startMs;
}

/** What travels before the first line: Python's files as they are sent, the rest as a host compresses it. */
async function bytesFigure(hostFolder: string): Promise<Figure> {
  const manifest = JSON.parse(
    await readFile(path.join(hostFolder, 'headless/python.json'), 'utf8'),
  ) as Record<string, { sizeBytes: number }>;
  const python = Object.entries(manifest)
    .filter(([file]) => file !== 'library') // It follows when the program has started.
    .reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  const host = await compressedBytes(path.join(hostFolder, 'headless.html'));
  const folder = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const stock = await Promise.all(STOCK_FILES.map((file) => compressedBytes(path.join(folder, file))));
  return {
    title: 'Python: fetched before the first line, host included',
    ours: (python + host) / 1000,
    theirs: stock.reduce((sum, bytes) => sum + bytes, 0) / 1000,
    unit: 'KB',
    beside: 'stock Pyodide',
    limit: { size: 9000 },
  };
}

async function compressedBytes(file: string): Promise<number> {
  return (await promisify(brotliCompress)(await readFile(file))).length;
}
