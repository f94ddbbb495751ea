import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveDirectory, type StaticServer } from '../../scripts/static-server.ts';
import { launchBrowser } from '../support/browser.ts';

let directory: string;
let browser: Browser;
let site: StaticServer;

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'interleave-base-'));
  // Vitest sets BASE_URL for its own tests, and Astro would take it for the site's.
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    INTERLEAVE_BASE: '/docs/',
    INTERLEAVE_SITE: 'https://example.org',
  };
  delete environment.BASE_URL;
  execFileSync('npm', ['run', '--silent', 'build', '--', '--silent', '--outDir', directory], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  [browser, site] = await Promise.all([launchBrowser(), serveDirectory(directory, { base: '/docs/' })]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
  rmSync(directory, { recursive: true });
});

it('a site that is deployed below a path shows its pages, runs its programs, searches and asks for nothing outside of it', async () => {
  const page = await browser.newPage();
  const asked: string[] = [];
  const failed: string[] = [];
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url());
    if (protocol === 'http:') asked.push(pathname);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(response.url());
  });

  await page.goto(site.url);
  await page.getByRole('link', { name: 'Threads', exact: true }).first().click();
  await page.waitForURL('**/docs/threads/');
  const playground = page.locator('code-playground[data-example="threads-basic-node"]');
  await playground.getByRole('button', { name: 'Run' }).click();
  await playground.getByText('Thread 2 finished').first().waitFor();
  await playground.getByText('Exit code 0').waitFor();

  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('pagefind-input input:focus').fill('race condition');
  const result = page.locator('pagefind-results .pf-result-link').first();
  expect(await result.getAttribute('href')).toMatch(/^\/docs\//);
  await page.close();

  expect(failed).toEqual([]);
  expect(asked.filter((pathname) => !pathname.startsWith('/docs/'))).toEqual([]);
});

describe('a site that knows its public address', () => {
  const built = (file: string): string => readFileSync(path.join(directory, file), 'utf8');

  it('tells it to search engines: in each page, in a sitemap, and in robots.txt', () => {
    expect(built('gil/index.html')).toContain('<link rel="canonical" href="https://example.org/docs/gil/">');
    expect(built('robots.txt')).toContain('Sitemap: https://example.org/docs/sitemap.xml');
    const pages = Array.from(built('sitemap.xml').matchAll(/<loc>(.*?)<\/loc>/g), ([, address]) => address);
    expect(pages).toContain('https://example.org/docs/');
    expect(pages).toContain('https://example.org/docs/threads-vs-processes/');
    expect(pages.join()).not.toMatch(/404|headless/);
  });

  it('names a picture for links to it that is there', () => {
    const [, picture] = /property="og:image" content="([^"]+)"/.exec(built('index.html')) ?? [];
    expect(picture).toBe('https://example.org/docs/social-card.png');
    expect(built('social-card.png')).not.toBe('');
  });
});
