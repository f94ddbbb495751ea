import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { PlaygroundOnPage } from '../support/playground.ts';
import { visitedSite } from '../support/visited-site.ts';

type Runtime = 'node' | 'python';

/** The kernel's own Worker and the three that stand ready; after Python was used, one more with an interpreter may. */
const WORKERS_AT_REST: Readonly<Record<Runtime, readonly number[]>> = { node: [4], python: [4, 5] };
/** As long as the first Python on a busy machine may take. */
const LIMIT_MS = 120_000;

const built = visitedSite();
let page: Page;
let playground: PlaygroundOnPage;

async function open(runtime: Runtime): Promise<void> {
  page = await built.browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${built.site.url}threads/`);
  playground = new PlaygroundOnPage(page, page.locator(`code-playground[data-runtime=${runtime}]`).first());
}

afterEach(() => page.close());

const nodePrograms = [
  ['lines without end', "for (;;) console.log('flood')"],
  ['empty lines without end', "console.log('flood'); for (;;) console.log()"],
  ['output without a newline', "for (;;) process.stdout.write('flood')"],
  ['coloured lines without end', 'for (let n = 0; ; n++) console.log(`\\x1b[${31 + (n % 6)}mflood\\x1b[0m`)'],
  ['both streams in turn', "for (;;) { console.log('flood'); console.error('flood') }"],
  ['an endless loop', "console.log('flood'); for (;;);"],
  [
    'handlers that ignore signals',
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('flood')",
  ],
  [
    'children that fork',
    "import { fork } from 'node:child_process'; import { fileURLToPath } from 'node:url'; console.log('flood'); setInterval(() => fork(fileURLToPath(import.meta.url)).on('error', () => {}), 1)",
  ],
] as const;

const pythonPrograms = [
  ['lines without end', "while True: print('flood')"],
  ['long lines without end', "while True: print('flood' * 20_000)"],
  ['output without a newline', "while True: print('flood', end='', flush=True)"],
  [
    'a loop that ignores KeyboardInterrupt',
    "print('flood')\nwhile True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass",
  ],
  [
    'threads that print without end',
    "import threading\ndef flood():\n    while True: print('flood' * 600)\nfor _ in range(3): threading.Thread(target=flood, daemon=True).start()\nflood()",
  ],
  [
    'threads that start threads',
    "import threading\ndef bomb():\n    while True:\n        try: threading.Thread(target=bomb).start()\n        except RuntimeError: pass\nprint('flood')\nbomb()",
  ],
  [
    'processes that start processes',
    "import multiprocessing\ndef bomb():\n    while True:\n        try: multiprocessing.Process(target=bomb).start()\n        except OSError: pass\nif __name__ == '__main__':\n    print('flood')\n    bomb()",
  ],
  [
    'commands that start commands',
    "import subprocess, sys\nprint('flood', flush=True)\nwhile True:\n    try: subprocess.Popen([sys.executable, __file__])\n    except OSError: pass",
  ],
  [
    'memory without end',
    "print('flood')\nkept = []\nwhile True:\n    try: kept.append(bytearray(2**24))\n    except MemoryError: pass",
  ],
] as const;

describe('while a hostile Node program runs, the page answers, and Stop ends it', () => {
  test.each(nodePrograms)('%s', async (_what, program) => {
    await open('node');
    await playground.run(program);
    await pageAnswers();
    await playground.button('Stop').click();
    await playground.status(/^Stopped after \d/);
    await expectNothingLeft('node');
  });
});

describe('while a hostile Python program runs, the page answers, and Stop ends it, at the latest the second', () => {
  test.each(pythonPrograms)('%s', { timeout: LIMIT_MS }, async (_what, program) => {
    await open('python');
    await playground.run(program);
    await pageAnswers();
    await playground.button('Stop').click();
    await playground.status(/^(Interrupted|Stopped)/);
    // Whether or not it ends meanwhile: then there is nothing left to stop.
    await playground.button('Stop').click({ force: true });
    await playground.status(/^Stopped after \d/);
    await expectNothingLeft('python');
  });
});

describe('a hostile Python program ends by itself, and leaves nothing behind', () => {
  test.each([
    ['a hundred megabytes of output', "for _ in range(1000): print('x' * 100_000)", 0, 'xxx'],
    [
      'deep recursion',
      'def deeper(): deeper()\ndeeper()',
      1,
      'RecursionError: maximum recursion depth exceeded',
    ],
    [
      'deep recursion through C',
      'class Deeper:\n    def __repr__(self): return repr(self)\nrepr(Deeper())',
      1,
      'RecursionError',
    ],
    ['memory until there is none', 'kept = []\nwhile True: kept.append(bytearray(2**24))', 1, 'MemoryError'],
  ])('%s', { timeout: LIMIT_MS }, async (_what, program, exitCode, printed) => {
    await open('python');
    await playground.run(program);
    await playground.status(new RegExp(`^Exit code ${exitCode}`), 90_000);
    await playground.lines(printed).last().waitFor();
    await expectNothingLeft('python');
  });
});

/** Waits until the program prints, and sees that a click on the page is obeyed meanwhile. */
async function pageAnswers(): Promise<void> {
  await playground.lines().first().waitFor();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await playground.element.locator('.pg-recorded summary').click();
  await playground.element.locator('.pg-expected').waitFor();
}

/** Sees that there are as many Workers as before, and that the host is the same: the next program is there as soon as ever. */
async function expectNothingLeft(runtime: Runtime): Promise<void> {
  await expect
    .poll(() => WORKERS_AT_REST[runtime].includes(page.workers().length), { timeout: 30_000 })
    .toBe(true);
  await playground.run(runtime === 'node' ? "console.log('next')" : "print('next')");
  await playground.status(/^Exit code 0/);
  expect(await playground.printed()).toEqual(['next']);
}
