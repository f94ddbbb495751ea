import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mountInPage, readTree, writeHostSite } from '../../tests/contract/hosts/embedded-host.ts';
import { launchBrowser } from '../../tests/support/browser.ts';
import { serveDirectory } from '../static-server.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';
import {
  READING_MS,
  TAKE_WORK,
  type UnwatchedPage,
  type UnwatchedPages,
  unwatchedPages,
} from './unwatched-page.ts';

const programs = path.join(import.meta.dirname, 'programs');
const ROUNDS = 15;
const BOOT_ROUNDS = 15;
const PROGRAM_ROUNDS = 5;
const MEASURED_IN_PROGRAM = [
  { title: 'new Worker → online', program: 'worker-online.mjs', unit: 'ms', limit: { ratio: 0.3 } },
  { title: 'postMessage there and back', program: 'message-round-trip.mjs', unit: 'µs' },
  { title: 'Atomics.wait and notify there and back', program: 'atomics-round-trip.mjs', unit: 'µs' },
  { title: 'spawnSync of an empty program', program: 'spawn-sync.mjs', unit: 'ms' },
  { title: 'terminate() of a Worker in an endless loop', program: 'terminate.mjs', unit: 'ms' },
  { title: 'terminate() of a Worker that adds numbers', program: 'terminate-counting.mjs', unit: 'ms' },
  { title: 'ten megabytes of lines from a child', program: 'large-output.mjs', unit: 'ms' },
] as const;

/** Times the embedded host in Chromium and, between its rounds, the pinned Node on the same machine. */
export async function measureHost(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-'));
  await cp(programs, folder, { recursive: true });
  const site = await mkdtemp(path.join(os.tmpdir(), 'interleave-bench-host-'));
  await writeHostSite(site, TAKE_WORK);
  const [server, browser] = await Promise.all([serveDirectory(site), launchBrowser()]);
  const pages = await unwatchedPages(browser, server.url);
  try {
    const page = await pages.open();
    await page.evaluate(bootInPage, null);
    await page.evaluate(mountInPage, { bench: { directory: await readTree(programs) } });
    return [...(await measureHello(page, pages, folder)), ...(await measurePrograms(page, folder))];
  } finally {
    pages.close();
    await browser.close();
    await server.close();
    await Promise.all([folder, site].map((made) => rm(made, { recursive: true })));
  }
}

async function measureHello(page: UnwatchedPage, pages: UnwatchedPages, folder: string): Promise<Figure[]> {
  const warm: number[] = [];
  const cold: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    whole.push(await timeNode(folder, 'hello.mjs'));
    warm.push(await page.evaluate(firstOutput, 'hello.mjs'));
  }
  for (let round = 0; round < BOOT_ROUNDS; round++) {
    const unbooted = await pages.open();
    await unbooted.evaluate(readFor, READING_MS);
    cold.push(await unbooted.evaluate(firstOutputWithBoot, null));
    await unbooted.close();
    whole.push(await timeNode(folder, 'hello.mjs'));
  }
  const theirs = median(whole);
  const beside = 'node, the whole hello process';
  return [
    {
      title: 'Run → first output, once booted',
      ours: median(warm),
      theirs,
      unit: 'ms',
      beside,
      limit: { ratio: 0.4 },
    },
    {
      title: 'Run → first output, with the boot',
      ours: median(cold),
      theirs,
      unit: 'ms',
      beside,
      limit: { ratio: 4 },
    },
  ];
}

/** Programs that time something themselves and print the median, each run in turns on both. */
async function measurePrograms(page: UnwatchedPage, folder: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { program, ...figure } of MEASURED_IN_PROGRAM) {
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < PROGRAM_ROUNDS; round++) {
      theirs.push(Number(await outputOfNode(folder, program)));
      ours.push(await page.evaluate(printedNumber, program));
    }
    figures.push({ ...figure, ours: median(ours), theirs: median(theirs), beside: 'node' });
  }
  return figures;
}

async function timeNode(cwd: string, program: string): Promise<number> {
  const startMs = performance.now();
  await outputOfNode(cwd, program);
  return performance.now() - startMs;
}

function outputOfNode(cwd: string, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

interface BenchPage {
  WebContainer: typeof import('@webcontainer/api').WebContainer;
  host: import('@webcontainer/api').WebContainer;
}

/** Runs in the page. */
function readFor(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Runs in the page. */
async function bootInPage(): Promise<void> {
  const realm = globalThis as unknown as BenchPage;
  realm.host = await realm.WebContainer.boot({ workdirName: 'project' });
}

/** Runs in the page: the number that a program prints. */
async function printedNumber(program: string): Promise<number> {
  const { host } = globalThis as unknown as BenchPage;
  const child = await host.spawn('node', [program], { cwd: 'bench' });
  let output = '';
  for await (const text of child.output) output += text;
  await child.exit;
  return Number(output);
}

/** Runs in the page: milliseconds from spawn to the first output. */
async function firstOutput(program: string): Promise<number> {
  const { host } = globalThis as unknown as BenchPage;
  const startMs = performance.now();
  const child = await host.spawn('node', [program], { cwd: 'bench' });
  const reader = child.output.getReader();
  await reader.read();
  const firstMs = performance.now() - startMs;
  while (!(await reader.read()).done);
  await child.exit;
  return firstMs;
}

/** Runs in a page that has booted nothing: milliseconds from boot to the first output. */
async function firstOutputWithBoot(): Promise<number> {
  const { WebContainer } = globalThis as unknown as BenchPage;
  const startMs = performance.now();
  const host = await WebContainer.boot({ workdirName: 'project' });
  await host.mount({ 'hello.mjs': { file: { contents: "console.log('hello');\n" } } });
  const child = await host.spawn('node', ['hello.mjs']);
  await child.output.getReader().read();
  return performance.now() - startMs;
}
