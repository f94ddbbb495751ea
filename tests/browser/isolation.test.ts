import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { PlaygroundOnPage } from '../support/playground.ts';
import { visitedSite } from '../support/visited-site.ts';

const attempts = readFileSync(path.join(import.meta.dirname, '../contract/isolation/attempts.cjs'), 'utf8');

const built = visitedSite();
let page: Page;
/** A server that anybody may talk to: whatever does not arrive was stopped in the sandbox. */
let outside: Server;
let outsideUrl: string;
const arrived: string[] = [];

beforeAll(async () => {
  outside = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Type': 'text/javascript',
    });
    response.end('export default 1');
  });
  outside.on('upgrade', (request) => arrived.push(`upgrade ${request.url}`));
  await new Promise<void>((resolve) => outside.listen(0, resolve));
  outsideUrl = `http://localhost:${(outside.address() as AddressInfo).port}`;
});

beforeEach(async () => {
  page = await built.browser.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(`${built.site.url}threads/`);
  await page.evaluate(plantSecrets);
});

afterEach(() => page.close());
afterAll(() => new Promise((resolve) => outside.close(resolve)));

test.each([
  ['the main thread', ''],
  ['a worker thread', 'worker'],
])('with the headers of the built site, no way leads a Node program out of %s', async (_where, where) => {
  await expectNoWayOut(
    `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
writeFileSync('attempts.cjs', ${JSON.stringify(attempts)});
spawn(process.execPath, ['attempts.cjs', '${outsideUrl}', '${where}'], { stdio: 'inherit' });
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
  expect(arrived).toEqual([]);
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
