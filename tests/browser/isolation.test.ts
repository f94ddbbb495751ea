import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OutsideServer, outsideServer } from '../support/outside-server.ts';
import { PlaygroundOnPage } from '../support/playground.ts';
import { visitedSite } from '../support/visited-site.ts';

const attempts = readFileSync(path.join(import.meta.dirname, '../contract/isolation/attempts.cjs'), 'utf8');

const built = visitedSite();
let page: Page;
let outside: OutsideServer;

beforeAll(async () => {
  outside = await outsideServer();
});

beforeEach(async () => {
  page = await built.browser.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(`${built.site.url}threads/`);
  await page.evaluate(plantSecrets);
});

afterEach(() => page.close());
afterAll(() => outside.close());

test.each([
  ['the main thread', ''],
  ['a worker thread', 'worker'],
])('with the headers of the built site, no way leads a Node program out of %s', async (_where, where) => {
  await expectNoWayOut(
    `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
writeFileSync('attempts.cjs', ${JSON.stringify(attempts)});
spawn(process.execPath, ['attempts.cjs', '${outside.url}', '${where}'], { stdio: 'inherit' });
`,
  );
});

async function expectNoWayOut(program: string): Promise<void> {
  const playground = new PlaygroundOnPage(page, page.locator('code-playground[data-runtime=node]').first());
  await playground.run(program);
  await playground.status(/^Exit code 0/);
  const outcomes = (await playground.printed()).map(
    (line) => JSON.parse(line) as [attempt: string, outcome: string],
  );
  expect(outcomes.length).toBeGreaterThan(50);
  expect(outcomes.filter(([, outcome]) => outcome.startsWith('REACHED'))).toEqual([]);
  expect(outside.arrived).toEqual([]);
  expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
  expect(page.url()).toContain(built.site.url);
}

/** Runs in the page: what a program must not find, and who would hear it. */
async function plantSecrets(): Promise<void> {
  localStorage.setItem('secret', 'of the site');
  sessionStorage.setItem('secret', 'of the site');
  document.cookie = 'secret=1';
  await caches.open('secret');
  indexedDB.open('secret');
  const realm = globalThis as unknown as { heard: unknown[] };
  realm.heard = [];
  new BroadcastChannel('site').onmessage = ({ data }) => realm.heard.push(data);
}
