import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StaticServer } from '../../scripts/static-server.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { PlaygroundOnPage } from '../support/playground.ts';
import { serveSite } from '../support/site.ts';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();
let page: Page;
let python: PlaygroundOnPage;
/** The paths of what the page has asked for below `headless/`. */
let requested: string[];
afterEach(() => page.context().close());

async function open(options: BrowserContextOptions = {}, before?: (page: Page) => unknown): Promise<void> {
  const context = await built.browser.newContext(options);
  context.setDefaultTimeout(30_000);
  page = await context.newPage();
  requested = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.includes('/headless/')) requested.push(pathname);
  });
  await before?.(page);
  await page.goto(`${built.site.url}threads/`, { waitUntil: 'networkidle' });
  python = new PlaygroundOnPage(page, page.locator('code-playground[data-runtime=python]').first());
}

describe('before a reader runs Python', () => {
  test('nothing of it is fetched, even by a Node program', async () => {
    await open();
    await python.element.scrollIntoViewIfNeeded();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    expect(requested).toEqual([]);
    const node = new PlaygroundOnPage(page, page.locator('code-playground[data-runtime=node]').first());
    await node.run("console.log('node')");
    await node.status(/^Exit code 0/);
    expect(requested.filter((path) => path.includes('/python/'))).toEqual([]);
  });

  test('a pointer on Run fetches its files, once, and boots an interpreter that runs nothing', async () => {
    await open();
    const answered = page.waitForResponse(/headless\/python\/snapshot/);
    await python.button('Run').hover();
    expect(await (await answered).finished()).toBeNull();
    expect(await python.printed()).toEqual([]);
    await python.button('Run').click();
    await python.status(/^Exit code 0/);
    const files = requested.flatMap((path) => /python\/(\w+)/.exec(path)?.[1] ?? []);
    expect(files.filter((file) => file !== 'library').sort()).toEqual([
      'glue',
      'loader',
      'machine',
      'snapshot',
    ]);
  });

  test('a pointer on Run fetches nothing for a reader who saves data', async () => {
    await open({}, (page) =>
      page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })),
    );
    const host = page.waitForRequest(/headless\/\?/); // The small rest is fetched all the same.
    await python.button('Run').hover();
    await host;
    await page.waitForLoadState('networkidle');
    expect(requested.filter((path) => path.includes('/python/'))).toEqual([]);
  });
});

describe('a reader who has run Python on an earlier visit', () => {
  /** Bodies that the server has sent, by path. */
  let sent: string[];
  /** The addresses of what the page has got, be it from the cache, and of what it has not. */
  let taken: string[];
  let missed: string[];
  let site: StaticServer;
  beforeEach(async () => {
    sent = [];
    site = await serveSite({ onSent: (path) => sent.push(path) });
  });
  afterEach(() => site.close());

  /** Leaves after a run, when the library has come, too. */
  async function firstVisit(context: BrowserContext): Promise<void> {
    await visit(context);
    const library = page.waitForResponse(/python\/library/);
    await python.button('Run').click();
    await python.status(/^Exit code 0/);
    await (await library).finished();
    await page.close();
    sent = [];
  }

  async function visit(context: BrowserContext): Promise<void> {
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    taken = [];
    missed = [];
    page.on('requestfinished', (request) => taken.push(request.url()));
    page.on('requestfailed', (request) => missed.push(request.url()));
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      const observer = new PerformanceObserver((list) =>
        shifts.push(...list.getEntries().map(({ startTime }) => startTime)),
      );
      observer.observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${site.url}threads/`);
    python = new PlaygroundOnPage(page, page.locator('code-playground[data-runtime=python]').first());
  }

  /** Scrolls to the playground, as one who reads, and waits for the thread in which an interpreter boots. */
  async function readOn(): Promise<void> {
    await python.element.scrollIntoViewIfNeeded();
    await vi.waitFor(() => expect(taken.join()).toContain('/python/snapshot'), 30_000);
  }

  test('finds an interpreter that has booted of what the cache held: nothing is sent, and nothing moves', async () => {
    const context = await built.browser.newContext();
    await firstVisit(context);
    await visit(context);
    const before = await python.element.innerText();
    await readOn();
    await vi.waitFor(() => expect(page.workers().length).toBeGreaterThan(1));
    expect(await python.element.innerText()).toBe(before);
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await python.button('Run').click();
    await python.status(/^Exit code 0/);
    expect(asked.filter((url) => /headless\/(?!python\/library)/.test(url))).toEqual([]);
    expect(sent).toEqual([]);
  });

  test('gets none when the cache has lost the files, and nothing is sent', async () => {
    const context = await built.browser.newContext();
    await firstVisit(context);
    const remembered = await context.storageState();
    await context.close();
    const emptied = await built.browser.newContext({ storageState: remembered });
    await visit(emptied);
    await python.element.scrollIntoViewIfNeeded();
    await vi.waitFor(() => expect(missed.join()).toContain('/python/snapshot'), 30_000);
    await page.waitForLoadState('networkidle');
    expect(sent.filter((path) => path.includes('/python/'))).toEqual([]);
    await python.button('Run').click();
    await python.status(/^Exit code 0/);
  });

  test('gets none while saving data', async () => {
    const context = await built.browser.newContext();
    await firstVisit(context);
    await context.addInitScript(() =>
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
    );
    await visit(context);
    await python.element.scrollIntoViewIfNeeded();
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('python-warmth')),
    );
    await page.evaluate(
      () => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))),
    );
    expect(page.frames()).toHaveLength(1);
  });
});

describe('running Python', () => {
  test('tells how much has loaded, moves nothing, and tells the exit code', async () => {
    const { promise: isSeen, resolve: sendSnapshot } = Promise.withResolvers<void>();
    await open({}, (page) =>
      page.route(/headless\/python\/snapshot/, async (route) => {
        await isSeen;
        await route.continue();
      }),
    );
    const status = python.element.locator('.pg-status');
    await status.evaluate((element) => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => seen.push(element.textContent)).observe(element, {
        childList: true,
        subtree: true,
      });
    });
    const controls = python.element.locator('.pg-controls');
    const { height } = (await controls.boundingBox())!;
    await python.run("print('hello')");
    await python.status(/^Loading Python: \d+\.\d of \d+\.\d MB$/);
    sendSnapshot();
    expect(await controls.boundingBox()).toMatchObject({ height });
    await python.status(/^Exit code 0 after \d/);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen.join('\n')).toMatch(/^Loading Python: \d+\.\d of \d+\.\d MB$/m);
    expect(await python.printed()).toEqual(['hello']);
  });

  test('runs what the reader has written, with stderr told apart, and again at once', async () => {
    await open();
    await python.run("import sys\nprint('mine')\nprint('wrong', file=sys.stderr)\nsys.exit(3)");
    await python.status(/^Exit code 3/);
    expect(await python.printed()).toEqual(['mine', 'wrong']);
    expect(await python.lines('wrong').locator('.pg-source').innerText()).toBe('err');
    await python.run("print('again')");
    await python.status(/^Exit code 0/);
    expect(await python.printed()).toEqual(['again']);
  });

  test('shows a line when it is printed, and not at the end of the program', async () => {
    await open();
    await python.run("print('now')\nwhile True: pass");
    await python.lines('now').waitFor();
    await python.button('Stop').click();
    await python.status(/^Stopped/);
  });
});

describe('a Python program that runs', () => {
  test('streams each line with its time, and is compared with the recording', async () => {
    await open();
    await python.button('Run').click();
    await python.status(/^Exit code 0 after \d/);
    expect(await python.printed()).toHaveLength(6);
    const times = await python.element.locator('.pg-time').allInnerTexts();
    expect(Number(times.at(-1)) - Number(times[0])).toBeGreaterThan(1);
    expect(await python.element.locator('.pg-remarks').innerText()).toMatch(
      /^(Exactly as recorded|The same lines as recorded)/,
    );
  });

  test('asks for a line, and gets what the reader types, and the end of input', async () => {
    await open();
    await python.run("name = input('Name? ')\nprint('Hello,', name)\nprint(len(input()))");
    await python.lines('Name?').waitFor();
    await python.element.getByLabel('Input').fill('Ada');
    await page.keyboard.press('Enter');
    await python.lines('Hello, Ada').waitFor();
    await python.button('End input').click();
    await python.lines('EOFError').waitFor();
    await python.status(/^Exit code 1/);
  });

  test('is interrupted by Stop as by Ctrl+C, and shows where it was', async () => {
    await open();
    await python.run(
      "import time\nprint('busy')\ntry:\n    time.sleep(60)\nfinally:\n    print('cleaned up')",
    );
    await python.lines('busy').waitFor();
    await python.button('Stop').click();
    await python.status(/^Stopped after .*, exit code 130$/);
    expect(await python.printed()).toContain('cleaned up');
    expect((await python.printed()).at(-1)).toBe('KeyboardInterrupt');
  });

  test('is ended by the second Stop, whatever it made of the first', async () => {
    await open();
    await python.run(
      "print('busy')\nwhile True:\n    try:\n        while True:\n            pass\n    except KeyboardInterrupt:\n        print('not yet')",
    );
    await python.lines('busy').waitFor();
    const controls = python.element.locator('.pg-controls');
    const { height } = (await controls.boundingBox())!;
    await python.button('Stop').click();
    await python.status(/^Interrupted\. Stop again ends it at once\.$/);
    expect(await controls.boundingBox()).toMatchObject({ height });
    await python.lines('not yet').waitFor();
    await python.button('Stop').click();
    await python.status(/^Stopped after [^,]*$/);
  });
});

describe('for everybody', () => {
  test.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)(
    'has no accessibility fault, %s at %d px, while Python loads, runs, is interrupted and has failed',
    async (colorScheme, width) => {
      let arrive = (): void => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      await open({ colorScheme, viewport: { width, height: 900 } }, (page) =>
        page.route(/headless\/python\/machine/, async (route) => {
          await arrived;
          await route.continue();
        }),
      );
      const faults = () => accessibilityFaults(page, 'code-playground');
      await python.run(
        "print('busy', flush=True)\nwhile True:\n    try:\n        while True: pass\n    except KeyboardInterrupt:\n        input()\n        raise",
      );
      await python.status(/^Loading Python: \d/);
      expect(await faults()).toEqual([]);
      arrive();
      await python.lines('busy').waitFor();
      expect(await faults()).toEqual([]);
      await python.button('Stop').click();
      await python.status(/^Interrupted/);
      expect(await faults()).toEqual([]);
      await python.element.getByLabel('Input').fill('on');
      await page.keyboard.press('Enter');
      await python.status(/^Stopped after .*, exit code 130$/);
      expect(await faults()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    },
  );
});

describe('where the browser cannot suspend WebAssembly', () => {
  test('there is no Run button, but a sentence that says which browsers can, and the recording', async () => {
    await open({}, (page) => page.addInitScript(() => Reflect.deleteProperty(WebAssembly, 'Suspending')));
    expect(await python.element.getByRole('button', { name: /Run|Stop|Edit/ }).count()).toBe(0);
    expect(await python.element.locator('.pg-status').innerText()).toMatch(
      /Chrome and Edge from 137, Firefox/,
    );
    expect(await python.element.locator('.pg-expected').innerText()).toContain('Thread 0 starting');
    await page.goto(built.site.url);
    await page.getByText('Node yes, Python not as it is.').waitFor();
    const node = new PlaygroundOnPage(page, page.locator('code-playground[data-runtime=node]').first());
    await node.button('Run').click();
    await node.status(/^Exit code 0/);
  });
});
