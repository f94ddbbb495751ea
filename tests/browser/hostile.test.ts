import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StaticServer } from '../../scripts/static-server.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSite } from '../support/site.ts';

let browser: Browser;
let site: StaticServer;
let page: Page;
let playground: Locator;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
});

beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${site.url}threads/`);
  playground = page.locator('code-playground[data-runtime=node]').first();
});

afterEach(() => page.close());

afterAll(async () => {
  await browser.close();
  await site.close();
});

const button = (name: string): Locator => playground.getByRole('button', { name, exact: true });

async function run(program: string): Promise<void> {
  await button('Edit').click();
  await playground.locator('.cm-content').first().waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(program);
  await button('Run').click();
}

async function status(wanted: RegExp): Promise<void> {
  await playground.locator('.pg-status').filter({ hasText: wanted }).waitFor();
}

describe('while a hostile program runs, the page answers, and Stop ends it', () => {
  test.each([
    ['lines without end', "for (;;) console.log('flood')"],
    ['empty lines without end', "console.log('flood'); for (;;) console.log()"],
    ['output without a newline', "for (;;) process.stdout.write('flood')"],
    [
      'coloured lines without end',
      'for (let n = 0; ; n++) console.log(`\\x1b[${31 + (n % 6)}mflood\\x1b[0m`)',
    ],
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
  ])('%s', async (_what, program) => {
    await run(program);
    await playground.locator('.pg-line').first().waitFor();
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    await playground.locator('.pg-recorded summary').click();
    await playground.locator('.pg-expected').waitFor();

    await button('Stop').click();
    await status(/^Stopped after \d/);
    // The host itself was not torn down for it: the next program is there as soon as ever.
    await run("console.log('next')");
    await status(/^Exit code 0/);
    expect(await playground.locator('.pg-text').allInnerTexts()).toEqual(['next']);
  });
});
