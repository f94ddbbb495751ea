import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { visitedSite } from './support/visited-site.ts';

const built = visitedSite();
let page: Page;
beforeEach(async () => {
  page = await built.browser.newPage();
  await page.goto(new URL('/how-it-works/', built.site.url).href);
  return () => page.close();
});

describe('the search', () => {
  it.each([
    ['GIL', '/gil/', '#what-is-the-gil-the-global-interpreter-lock'],
    ['global interpreter lock', '/gil/', '#what-is-the-gil-the-global-interpreter-lock'],
    ['race condition', '/gil/', '#race-conditions-when-threads-share-data'],
    ['pool', '/pools/', '#simplifying-multithreading-and-multiprocessing'],
    ['worker_threads', '/threads/', '#the-same-idea-in-nodejs-worker_threads'],
  ])('shows for "%s" the page %s first, and on it the section %s', async (query, path, section) => {
    await searchFor(query);
    expect(await addressOf(page.locator('.pf-result-link').first())).toBe(path);
    expect(await addressOf(page.locator('.pf-heading-link').first())).toBe(path + section);
  });

  it('finds words that only a program has', async () => {
    await searchFor('padStart');
    await page.locator('.pf-result-link[href="/threads-vs-processes/"]').waitFor();
  });

  it('finds nothing by the words of the navigation', async () => {
    await searchFor('"Skip to the text"');
    expect(await page.locator('pagefind-summary').textContent()).toContain('No results');
  });

  it.each(['/', 'Control+k', 'Meta+k'])('opens with %s and closes with Escape', async (shortcut) => {
    await page.keyboard.press(shortcut);
    const dialog = page.locator('pagefind-modal dialog[open]');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('keeps what is typed while it loads', async () => {
    const mayLoad = Promise.withResolvers<undefined>();
    await page.route('**/pagefind-component-ui.js', async (route) => {
      await mayLoad.promise;
      await route.continue();
    });
    await page.keyboard.press('/');
    await page.keyboard.type('GIL');
    mayLoad.resolve(undefined);
    await page.locator('pagefind-summary', { hasText: 'for GIL' }).waitFor();
  });

  it('says when it could not be loaded, and loads at the next try', async () => {
    await page.route('**/pagefind-component-ui.js', (route) => route.abort());
    await page.keyboard.press('/');
    await page.getByText('The search could not be loaded.').waitFor();
    await page.unroute('**/pagefind-component-ui.js');
    await page.keyboard.press('/');
    await page.locator('pagefind-modal dialog[open]').waitFor();
    expect(await page.getByText('The search could not be loaded.').isVisible()).toBe(false);
  });

  it('goes to a result by the keyboard alone', async () => {
    await searchFor('race condition');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/gil/**');
  });

  it('fetches nothing of Pagefind before its first use', async () => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.reload({ waitUntil: 'load' });
    expect(fetched.filter((address) => address.includes('pagefind'))).toEqual([]);
  });
});

/** Types a query into the search and waits until the summary and the first result are those of the whole query. */
async function searchFor(query: string): Promise<void> {
  await page.keyboard.press('/');
  await page.locator('pagefind-modal dialog[open] input:focus').waitFor();
  await page.keyboard.type(query);
  await page.locator('pagefind-summary', { hasText: `for ${query}` }).waitFor();
  await page.locator('.pf-result-link').first().or(page.getByText('No results')).first().waitFor();
}

async function addressOf(link: ReturnType<Page['locator']>): Promise<string> {
  const { pathname, hash } = new URL((await link.getAttribute('href')) ?? '', built.site.url);
  return pathname + hash;
}
