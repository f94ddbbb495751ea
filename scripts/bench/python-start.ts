import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { launchWithProfile } from '../../tests/support/browser.ts';
import { serveDirectory } from '../static-server.ts';
import { CLIENT_ADDRESS, immutable, writeClientPage } from './client-page.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const ROUNDS = 5;
/** What a page needs of the package to load Pyodide as its documentation says. */
const STOCK_FILES = [
  'pyodide.mjs',
  'pyodide.asm.mjs',
  'pyodide.asm.wasm',
  'python_stdlib.zip',
  'pyodide-lock.json',
];
/** In which the host fetches what the first line did not need, and boots a spare interpreter. */
const REST_MS = 3000;
/** How long a pointer rests on Run before it is pressed, in the figure that says so. */
const HOVER_MS = 400;
/** How long a reader who has run Python before has a playground before their eyes until they press Run, in the figure that says so. */
const READ_MS = 3000;

/** How long a reader waits for Python's first line here and with stock Pyodide, and what each has to fetch. */
export interface PythonStart {
  readonly figures: Figure[];
  /** From nothing to the first line with stock Pyodide, files in the cache: what a process of its own would cost. */
  readonly stockLaterMs: number;
}

/**
 * Times first prints in Chromium, ours and stock Pyodide's in turns. Both begin in an empty page that has loaded nothing,
 * at the call that a press of Run makes, with a dynamic import: in a new profile, and then in new pages of that profile.
 */
export async function measurePythonStart(): Promise<PythonStart> {
  const [ours, stock] = await Promise.all([serveSite(writeClientPage), serveSite(writeStockPage)]);
  const rounds: Record<'ours' | 'stock', Visits[]> = { ours: [], stock: [] };
  try {
    // The first round is unmeasured: the server compresses each file once.
    for (let round = 0; round <= ROUNDS; round++) {
      const visits = {
        ours: await visitsOf(ours, firstLineHere),
        stock: await visitsOf(stock, firstLineOfStock),
      };
      if (round === 0) continue;
      rounds.ours.push(visits.ours);
      rounds.stock.push(visits.stock);
    }
  } finally {
    await Promise.all([ours.dispose(), stock.dispose()]);
  }
  const middle = (
    whose: 'ours' | 'stock',
    visit: keyof Visits,
    what: 'ms' | 'againMs' | 'sentBytes',
  ): number => median(rounds[whose].map((visits) => visits[visit][what]));
  const stockLaterMs = middle('stock', 'next', 'ms');
  const later = { theirs: stockLaterMs, unit: 'ms', beside: 'stock Pyodide, next visit' } as const;
  const sent = (visit: keyof Visits): Pick<Figure, 'ours' | 'theirs' | 'unit'> => ({
    ours: middle('ours', visit, 'sentBytes') / 1000,
    theirs: middle('stock', visit, 'sentBytes') / 1000,
    unit: 'KB',
  });
  return {
    figures: [
      {
        title: 'Python: Run → first line, first visit',
        ours: middle('ours', 'first', 'ms'),
        theirs: middle('stock', 'first', 'ms'),
        unit: 'ms',
        beside: 'stock Pyodide, first visit',
        limit: { ratio: 0.25 },
      },
      {
        ...later,
        title: '  next visit: a fresh page, the files in the cache',
        ours: middle('ours', 'next', 'ms'),
        limit: { ratio: 0.1 },
      },
      {
        ...later,
        title: `  next visit, the pointer on Run ${HOVER_MS} ms before the press`,
        ours: middle('ours', 'hovered', 'ms'),
      },
      {
        ...later,
        title: `  next visit, the page open for ${READ_MS / 1000} s before the press (decision 41)`,
        ours: middle('ours', 'read', 'ms'),
        limit: { ratio: 0.1 },
      },
      {
        ...later,
        title: '  next run in the same page: a spare interpreter',
        ours: middle('ours', 'next', 'againMs'),
        limit: { ratio: 0.1 },
      },
      {
        ...sent('first'),
        title: '  sent until then on the first visit, the host included',
        beside: 'stock Pyodide',
        limit: { size: 9000 },
      },
      {
        ...sent('next'),
        title: '  sent until then on the next visit',
        beside: 'stock Pyodide',
        limit: { size: 0 },
      },
      {
        ...sent('read'),
        title: `  the same, the page open for ${READ_MS / 1000} s`,
        beside: 'stock Pyodide',
        limit: { size: 0 },
      },
    ],
    stockLaterMs,
  };
}

/** A served folder. */
interface Site {
  readonly url: string;
  /** The bytes of the bodies that were sent in an interval of milliseconds since the epoch. */
  sentBytes(fromMs: number, toMs: number): number;
  dispose(): Promise<void>;
}

interface Visit {
  /** From the press of Run to the first line. */
  readonly ms: number;
  /** Of a second run in the same page; 0 where there is none. */
  readonly againMs: number;
  readonly sentBytes: number;
}

type Visits = Readonly<Record<'first' | 'next' | 'hovered' | 'read', Visit>>;

/** What is done in a page. */
interface Press {
  /** What goes before the press: nothing, a pointer that rests on Run, or a reader who has run Python before and reads. */
  readonly before: 'nothing' | 'hover' | 'read';
  readonly beforeMs: number;
  readonly restMs: number;
  readonly clientAddress: string;
}

/** In milliseconds since the epoch; of the second run, in milliseconds. */
interface Printed {
  readonly pressedMs: number;
  readonly printedMs: number;
  readonly againMs: number;
}

async function serveSite(write: (folder: string) => Promise<void>): Promise<Site> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-'));
  await write(folder);
  const sent: { readonly atMs: number; readonly sizeBytes: number }[] = [];
  const server = await serveDirectory(folder, {
    onSent: (_path, sizeBytes) => sent.push({ atMs: Date.now(), sizeBytes }),
  });
  return {
    url: server.url,
    sentBytes: (fromMs, toMs) =>
      sent
        .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
        .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    dispose: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function writeStockPage(folder: string): Promise<void> {
  const files = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const target = path.join(folder, 'pyodide');
  await mkdir(target);
  await Promise.all([
    ...STOCK_FILES.map((file) => copyFile(path.join(files, file), path.join(target, file))),
    writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Stock</title>'),
    writeFile(path.join(folder, '_headers'), immutable('pyodide')),
  ]);
}

/** A visit with nothing in the cache, and three after it. */
async function visitsOf(site: Site, firstLine: FirstLine): Promise<Visits> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-profile-'));
  const browser = await launchWithProfile(profile);
  try {
    const first = await visit(browser, site, firstLine, 'nothing', 0);
    const next = await visit(browser, site, firstLine, 'nothing', 0);
    const hovered = await visit(browser, site, firstLine, 'hover', HOVER_MS);
    return { first, next, hovered, read: await visit(browser, site, firstLine, 'read', READ_MS) };
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, maxRetries: 3 });
  }
}

type FirstLine = (press: Press) => Promise<Printed>;

async function visit(
  browser: BrowserContext,
  site: Site,
  firstLine: FirstLine,
  before: Press['before'],
  beforeMs: number,
): Promise<Visit> {
  const page = await browser.newPage();
  await page.goto(site.url, { waitUntil: 'networkidle' });
  const press: Press = { before, beforeMs, restMs: REST_MS, clientAddress: CLIENT_ADDRESS };
  const { pressedMs, printedMs, againMs } = await page.evaluate(firstLine, press);
  await page.close();
  return { ms: printedMs - pressedMs, againMs, sentBytes: site.sentBytes(pressedMs - beforeMs, printedMs) };
}

/** Runs in a page of ours: does what the playground does before Run is pressed and when it is. */
async function firstLineHere({ before, beforeMs, restMs, clientAddress }: Press): Promise<Printed> {
  type Client = typeof import('../../src/runtime/client/host.ts');
  const nowMs = (): number => performance.timeOrigin + performance.now();
  const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  if (before !== 'nothing') {
    const { preloadHost, warmPython } = (await import(clientAddress)) as Client;
    if (before === 'hover') preloadHost('embedded', 'python3', 60_000);
    else void warmPython(60_000);
    await rest(beforeMs);
  }
  const run = async (): Promise<number> => {
    const { openHost } = (await import(clientAddress)) as Client;
    const { host } = await openHost('embedded', 60_000, 'python3');
    const files = { 'main.py': "print('hello')\n" };
    const { output, exit } = await host.start({
      directory: 'hello',
      command: 'python3',
      args: ['main.py'],
      files,
    });
    let printedMs = 0;
    for (const reader = output.getReader(); printedMs === 0;) {
      const { value = [] } = await reader.read();
      if (value.some((piece) => 'text' in piece && piece.text === 'hello\n')) printedMs = nowMs();
    }
    await exit;
    return printedMs;
  };
  const pressedMs = nowMs();
  const printedMs = await run();
  await rest(restMs);
  const pressedAgainMs = nowMs();
  return { pressedMs, printedMs, againMs: (await run()) - pressedAgainMs };
}

/** Runs in a page beside Pyodide's files. */
async function firstLineOfStock(): Promise<Printed> {
  const nowMs = (): number => performance.timeOrigin + performance.now();
  const pressedMs = nowMs();
  const address = '/pyodide/pyodide.mjs';
  const { loadPyodide } = (await import(address)) as {
    loadPyodide: (options: { stdout: () => void }) => Promise<{ runPython(code: string): void }>;
  };
  let printedMs = 0;
  const pyodide = await loadPyodide({ stdout: () => (printedMs = nowMs()) });
  pyodide.runPython("print('hello')");
  return { pressedMs, printedMs, againMs: 0 };
}
