import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageFile, sitePages } from '../support/pages.ts';
import { PlaygroundOnPage } from '../support/playground.ts';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();
/** Some programs measure, and so compute for a while; this is for a machine that has much else to do. */
const LIMIT_MS = 300_000;
const AS_RECORDED = /: (Exactly as recorded|As recorded, but|The same lines as recorded)/;

/** The pages that have programs, and how many. */
const pages = sitePages()
  .map((path) => ({ path, count: readFileSync(pageFile(path), 'utf8').split('<code-playground').length - 1 }))
  .filter(({ count }) => count > 0);

test.each(pages)(
  'the programs of "/$path", Node’s and Python’s, print what was recorded',
  { timeout: LIMIT_MS },
  async ({ path, count }) => {
    const page = await built.browser.newPage();
    await page.goto(`${built.site.url}${path}`);
    const playgrounds = await page.locator('code-playground').all();
    expect(playgrounds).toHaveLength(count);
    for (const element of playgrounds) {
      const playground = new PlaygroundOnPage(page, element);
      await playground.button('Run').click();
      await playground.ended();
      const verdict = await element.locator('.pg-remarks').innerText();
      expect(`${await element.getAttribute('data-example')}: ${verdict}`).toMatch(AS_RECORDED);
    }
    await page.close();
  },
);
