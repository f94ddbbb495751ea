import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();
let page: Page;
/** The Node playground of the page. */
let playground: Locator;
afterEach(() => page.context().close());

async function open(options: BrowserContextOptions = {}): Promise<void> {
  const context = await built.browser.newContext(options);
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  await page.goto(`${built.site.url}threads/`);
  playground = page.locator('code-playground[data-runtime=node]').first();
}

const button = (name: string): Locator => playground.getByRole('button', { name, exact: true });
const lines = (): Locator => playground.locator('.pg-line');
const text = (selector: string): Promise<string> => playground.locator(selector).innerText();

/** Waits until the status reads as wanted. */
async function status(wanted: RegExp): Promise<void> {
  await playground.locator('.pg-status').filter({ hasText: wanted }).waitFor();
}

/** Replaces the file that is shown. */
async function write(program: string): Promise<void> {
  await button('Edit').click();
  await playground.locator('.cm-content').first().waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(program);
}

async function run(program: string): Promise<void> {
  await write(program);
  await button('Run').click();
}

describe('without JavaScript', () => {
  beforeEach(() => open({ javaScriptEnabled: false }));

  test('every file, the recorded output and how to run it are there', async () => {
    expect(await playground.locator('.pg-file-name').allInnerTexts()).toEqual(['main.mjs', 'task.mjs']);
    expect(await playground.locator('.pg-file:visible').count()).toBe(2);
    expect(await text('.pg-expected')).toContain('Thread 0 starting');
    expect(await text('.pg-recorded summary')).toMatch(/recorded on Node\.js v\d+/);
    expect(await text('.pg-local')).toContain('node main.mjs');
  });

  test('nothing that looks runnable is there', async () => {
    expect(await page.locator('code-playground button:visible').count()).toBe(0);
    expect(await page.locator('code-playground select:visible').count()).toBe(0);
  });
});

describe('running', () => {
  beforeEach(() => open());

  test('a pointer that goes down on Run boots the host, and runs nothing unless it comes up there', async () => {
    const host = page.locator('iframe[src*="/headless/"]');
    await button('Run').hover();
    expect(await host.count()).toBe(0);
    await page.mouse.down();
    await host.waitFor({ state: 'attached' });
    await page.mouse.move(0, 0);
    await page.mouse.up();
    expect(await playground.getAttribute('data-state')).toBeNull();
    await button('Run').click();
    await status(/^Exit code 0/);
    expect(await host.count()).toBe(1);
  });

  test('streams each line with its time, tells the exit code, and compares with the recording', async () => {
    await button('Run').click();
    await lines().filter({ hasText: 'Thread 0 starting' }).waitFor();
    expect(await text('.pg-status')).toBe('Running…');
    await status(/^Exit code 0 after \d/);
    expect(await playground.locator('.pg-text').allInnerTexts()).toHaveLength(6);
    const times = await playground.locator('.pg-time').allInnerTexts();
    expect(Number(times.at(-1)) - Number(times[0])).toBeGreaterThan(0.5);
    expect(await text('.pg-remarks')).toMatch(/^(Exactly as recorded|The same lines as recorded)/);
  });

  test('keeps the recorded output one click away', async () => {
    await run('console.log(1)');
    await status(/Exit code/);
    expect(await playground.locator('.pg-expected').isVisible()).toBe(false);
    await playground.locator('.pg-recorded summary').click();
    expect(await text('.pg-expected')).toContain('Thread 0 starting');
  });

  test('tells stdout from stderr by a word, and shows ANSI colours', async () => {
    await run(String.raw`console.log('\x1b[32mgreen\x1b[0m'); console.error('wrong'); process.exitCode = 3;`);
    await status(/^Exit code 3/);
    const error = lines().filter({ hasText: 'wrong' });
    expect(await error.locator('.pg-source').innerText()).toBe('err');
    expect(await lines().filter({ hasText: 'green' }).locator('.pg-source').innerText()).toBe('');
    expect(await playground.locator('.pg-ansi').innerText()).toBe('green');
  });

  test('cuts a flood of output and says what it cut', async () => {
    await run(
      "for (let i = 0; i < 5000; i++) console.log('line ' + i); setTimeout(() => console.log('end'), 50);",
    );
    await status(/Exit code 0/);
    await lines().nth(999).waitFor(); // The older rows are drawn once the flood has ebbed.
    expect(await lines().count()).toBe(1000);
    expect(await lines().last().locator('.pg-text').innerText()).toBe('end');
    expect(await text('.pg-cut')).toMatch(/^4,001 earlier lines \(\d+ KB\) were cut/);
  });

  test('passes on what the reader types, and the end of input', async () => {
    await run(`
      process.stdin.setEncoding('utf8');
      process.stdin.on('data', (text) => console.log('got', JSON.stringify(text)));
      process.stdin.on('end', () => console.log('no more'));
    `);
    await playground.getByLabel('Input').fill('Ada');
    await page.keyboard.press('Enter');
    await lines().filter({ hasText: 'got "Ada\\n"' }).waitFor();
    await button('End input').click();
    await lines().filter({ hasText: 'no more' }).waitFor();
    await status(/Exit code 0/);
    expect(await playground.locator('.pg-input').count()).toBe(0);
  });

  test('stops an endless loop, and runs again', async () => {
    await run("console.log('busy'); for (;;);");
    await lines().filter({ hasText: 'busy' }).waitFor();
    await button('Stop').click();
    await status(/^Stopped after \d/);
    await run("console.log('alive')");
    await status(/Exit code 0/);
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['alive']);
  });

  test('leaves the focus where the reader put it', async () => {
    await button('Run').focus();
    await page.keyboard.press('Enter');
    await status(/Exit code 0/);
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Run');
  });
});

describe('editing', () => {
  beforeEach(() => open());

  test.each([1280, 320])('starts where the reader clicks, and moves nothing, at %d px', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const code = playground.locator('.pg-file[data-current] pre');
    await code.scrollIntoViewIfNeeded();
    const before = [await playground.boundingBox(), (await code.boundingBox())?.y];
    await code.click({ position: { x: 17, y: 17 } });
    const editor = playground.locator('.cm-content');
    await editor.waitFor();
    expect([await playground.boundingBox(), (await editor.boundingBox())?.y]).toEqual(before);
    await page.keyboard.type('/');
    expect(await playground.locator('.cm-line').first().innerText()).toMatch(/^[a-z]{0,4}\/[a-z]+ \{/);
  });

  test('starts with Enter on the focused code, and Ctrl+Enter runs what was written', async () => {
    await playground.locator('.pg-file[data-current] pre').focus();
    await page.keyboard.press('Enter');
    await playground.locator('.cm-content').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText("console.log('written')");
    await page.keyboard.press('ControlOrMeta+Enter');
    await status(/Exit code 0/);
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['written']);
  });

  test('Tab and Shift+Tab leave the editor', async () => {
    await write('x');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Run');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Copy');
  });

  test('keeps edits when the reader changes files, with arrow keys between the tabs', async () => {
    await write("console.log('first')");
    const tab = playground.getByRole('tab', { name: 'main.mjs' });
    await tab.focus();
    await page.keyboard.press('ArrowRight');
    expect(await playground.getByRole('tab', { selected: true }).innerText()).toBe('task.mjs');
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('task.mjs');
    expect(await playground.getByRole('tabpanel').innerText()).toContain('workerData');
    await page.keyboard.press('Home');
    expect(await text('.cm-content')).toBe("console.log('first')");
  });

  test('keeps edits across a reload, and says so', async () => {
    await write("console.log('kept')");
    expect(await text('.pg-edited')).toBe('Edits kept in this browser');
    await page.reload();
    await playground.locator('.cm-content').filter({ hasText: "console.log('kept')" }).waitFor();
    expect(await text('.pg-edited')).toBe('Edits kept in this browser');
  });

  test('keeps edits of an older version of the example, and offers them', async () => {
    await page.evaluate(() => {
      const files = { 'main.mjs': "console.log('old')\n", 'task.mjs': '' };
      localStorage.setItem('interleave:edits:threads-basic-node', JSON.stringify({ version: 'old', files }));
    });
    await page.reload();
    await button('Show my version').click();
    await playground.locator('.cm-content').filter({ hasText: "console.log('old')" }).waitFor();
  });
});

describe('Reset and Clear', () => {
  beforeEach(() => open());

  test('Reset restores the code, not the output, and can be undone', async () => {
    await run("console.log('mine')");
    await status(/Exit code 0/);
    await button('Reset').click();
    await playground.locator('.cm-content').filter({ hasText: 'new Worker' }).waitFor();
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['mine']);
    await button('Undo reset').click();
    await playground.locator('.cm-content').filter({ hasText: "console.log('mine')" }).waitFor();
    await button('Reset').waitFor();
  });

  test('Clear removes the output, not the code, and can be undone', async () => {
    await run("console.log('mine')");
    await status(/Exit code 0/);
    await button('Clear').click();
    expect(await lines().count()).toBe(0);
    expect(await text('.cm-content')).toBe("console.log('mine')");
    await button('Undo clear').click();
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['mine']);
  });

  test('what was printed after a Clear comes after what is brought back', async () => {
    await run("console.log('before'); process.stdin.on('data', (text) => console.log('after')); ");
    await lines().filter({ hasText: 'before' }).waitFor();
    await button('Clear').click();
    await playground.getByLabel('Input').fill('go');
    await page.keyboard.press('Enter');
    await lines().filter({ hasText: 'after' }).waitFor();
    await button('Undo clear').click();
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['before', 'go', 'after']);
  });

  test('there is nothing to reset before an edit', async () => {
    expect(await button('Reset').count()).toBe(0);
  });
});

describe('when a host does not start', () => {
  test('the reader gets a reason, a remedy, the other host and the recorded output', async () => {
    await open();
    await page.clock.install();
    await page.route('**/headless/**', (route) => route.abort());
    await button('Run').click();
    await page.locator('iframe[src*="/headless/"]').waitFor({ state: 'attached' });
    await page.clock.runFor(10_000);
    await status(/^Could not run$/);
    expect(await text('.pg-remarks')).toMatch(/did not start within 10 seconds\. Reload the page/);
    expect(await button('Run on StackBlitz').isVisible()).toBe(true);
    expect(await playground.locator('.pg-expected').isVisible()).toBe(true);
  });

  test('the embedded host takes over from StackBlitz, and the playground says so', async () => {
    await open();
    await page.clock.install();
    await page.route('https://stackblitz.com/**', (route) => route.abort());
    await playground.getByLabel('Run on').selectOption('StackBlitz');
    await button('Run').click();
    await page.locator('iframe[src^="https://stackblitz.com"]').waitFor({ state: 'attached' });
    await page.clock.runFor(10_000);
    await playground
      .locator('.pg-remarks')
      .filter({ hasText: 'The program ran in this page instead.' })
      .waitFor();
    await page.clock.resume();
    await status(/Exit code 0/);
  });

  test('a page without isolation says what its server must send', async () => {
    await open();
    await page.evaluate(() => Object.defineProperty(window, 'crossOriginIsolated', { value: false }));
    await button('Run').click();
    await status(/^Could not run$/);
    expect(await text('.pg-remarks')).toContain('Cross-Origin-Embedder-Policy: require-corp');
  });
});

describe('for everybody', () => {
  test.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)(
    'has no accessibility fault, %s at %d px, before, during and after a run',
    async (colorScheme, width) => {
      await open({ colorScheme, viewport: { width, height: 900 } });
      const faults = () => accessibilityFaults(page, 'code-playground');
      expect(await faults()).toEqual([]);
      await run("process.stdin.resume(); console.error('wrong'); console.log('\\x1b[33myellow\\x1b[0m');");
      await lines().filter({ hasText: 'yellow' }).waitFor();
      expect(await faults()).toEqual([]);
      await button('End input').click();
      await status(/Exit code/);
      expect(await faults()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    },
  );

  test('every example has its own directory on the one host', async () => {
    await open();
    await run('console.log(process.cwd())');
    await status(/Exit code 0/);
    expect(await playground.locator('.pg-text').innerText()).toMatch(/\/threads-basic-node$/);
    const second = page.locator('code-playground[data-runtime=node]').nth(1);
    await second.getByRole('button', { name: 'Run', exact: true }).click();
    await second
      .locator('.pg-status')
      .filter({ hasText: /Exit code/ })
      .waitFor();
    expect(await page.locator('iframe').count()).toBe(1);
  });
});
