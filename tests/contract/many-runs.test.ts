import type { WebContainer } from '@webcontainer/api';
import type { CDPSession, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

const RUNS = 500;
/** The kernel's own Worker and the three that stand ready. */
const WORKERS_AT_REST = 4;
/** What a page and its kernel may have grown by after that many runs: their compiled code, and the odd cache. */
const GROWTH_LIMIT_BYTES = 1_000_000;

/** Runs in turn: most programs print a line, some start a thread or a process, some fail. */
const programs = [
  'console.log(1)',
  'console.error(1); process.exit(3)',
  'console.log(1)',
  "new (require('worker_threads').Worker)('console.log(1)', { eval: true })",
  'console.log(1)',
  "require('child_process').execSync('echo 1', { stdio: 'inherit' })",
  'console.log(1)',
  "throw new Error('1')",
];

let host: EmbeddedHost;
let devtools: CDPSession;

beforeAll(async () => {
  host = await embeddedHost({ browserArguments: ['--js-flags=--expose-gc --expose-statistics'] });
  devtools = await host.page.context().newCDPSession(host.page);
  await devtools.send('Performance.enable');
});

afterAll(() => host.dispose());

test(`a page is as it was after ${RUNS} runs: its Workers, its listeners, its memory and the kernel's`, async () => {
  await run(50); // What is used for the first time is compiled, and kept.
  const before = await measure();
  await run(RUNS);
  const after = await measure();
  expect(after.listeners).toBe(before.listeners);
  expect(after.pageBytes - before.pageBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
  expect(after.kernelBytes - before.kernelBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
}, 240_000);

async function measure(): Promise<{ listeners: number; pageBytes: number; kernelBytes: number }> {
  // Chromium takes a while to end a Worker after it was told to.
  await expect.poll(() => host.page.workers().length, { timeout: 20_000 }).toBe(WORKERS_AT_REST);
  // The kernel's lives as long as the page: it is the oldest.
  const kernelBytes = await usedBytes(host.page.workers()[0]!);
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((found) => found.name === name)!.value;
  return {
    listeners: metric('JSEventListeners'),
    pageBytes: metric('JSHeapUsedSize'),
    kernelBytes,
  };
}

/** What is alive in a Worker's heap, and in the buffers that it holds. */
function usedBytes(worker: Worker): Promise<number> {
  return worker.evaluate(() => {
    const { gc, getV8Statistics } = globalThis as unknown as {
      gc: () => void;
      getV8Statistics: () => Record<string, number>;
    };
    gc();
    return Object.entries(getV8Statistics())
      .filter(([name]) => /live_bytes$|^amount_of_external/.test(name))
      .reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0);
  });
}

function run(count: number): Promise<void> {
  return host.page.evaluate(
    async ([codes, runs]) => {
      const { host } = globalThis as unknown as { host: WebContainer };
      for (let index = 0; index < runs; index++) {
        const program = await host.spawn('node', ['-e', codes[index % codes.length]!]);
        await program.output.pipeTo(new WritableStream());
        await program.exit;
      }
    },
    [programs, count] as const,
  );
}
