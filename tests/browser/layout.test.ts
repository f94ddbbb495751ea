import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();

/** Opens a chapter in a fresh context, hands it to `look`, and closes it. */
async function visitChapter(
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await built.browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(new URL('threads/', built.site.url).href);
    await look(page);
  } finally {
    await context.close();
  }
}

const phone = { width: 320, height: 640 };
const desk = { width: 1440, height: 900 };

describe('without JavaScript', () => {
  it('the contents open over the page of a phone, and close again', () =>
    visitChapter({ viewport: phone, javaScriptEnabled: false }, async (page) => {
      const chapters = page.getByRole('navigation', { name: 'Chapters' });
      expect(await chapters.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Contents', exact: true }).click();
      await chapters.waitFor();
      await page.getByRole('button', { name: 'Close the contents' }).click();
      await chapters.waitFor({ state: 'hidden' });
    }));

  it('no control is shown that only a script brings to life', () =>
    visitChapter({ javaScriptEnabled: false }, async (page) => {
      expect(await page.getByRole('button', { name: 'Search' }).isVisible()).toBe(false);
      expect(await page.getByLabel('Colour scheme').isVisible()).toBe(false);
    }));
});

describe('the choice of a colour scheme', () => {
  it('is there on the next page before its first paint, and reaches the search', () =>
    visitChapter({ colorScheme: 'light' }, async (page) => {
      await page.getByLabel('Colour scheme').selectOption('Dark');
      // Module scripts run after the page was parsed; with all of them blocked, only the script in the head is left.
      await page.route('**/_astro/*.js', (route) => route.abort());
      await page.goto(new URL('gil/', built.site.url).href);
      expect(await usedScheme(page, 'body')).toBe('dark');

      await page.unroute('**/_astro/*.js');
      await page.reload();
      await page.keyboard.press('/');
      await page.locator('pagefind-modal dialog[open]').waitFor();
      expect(await usedScheme(page, 'pagefind-modal dialog')).toBe('dark');
    }));

  it('goes back to what the system prefers', () =>
    visitChapter({ colorScheme: 'light' }, async (page) => {
      await page.getByLabel('Colour scheme').selectOption('Dark');
      await page.getByLabel('Colour scheme').selectOption('Auto');
      await page.reload();
      expect(await usedScheme(page, 'body')).toBe('light dark');
    }));
});

describe('the corrections of a chapter', () => {
  it.each([
    ['beside', desk],
    ['below', phone],
  ])('stand %s their paragraph at %o', (place, viewport) =>
    visitChapter({ viewport }, async (page) => {
      const paragraph = await page.locator('.annotated > p').first().boundingBox();
      const note = await page.locator('.margin-note').first().boundingBox();
      if (paragraph === null || note === null) throw new Error('The chapter shows no paragraph with a note.');
      if (place === 'beside') {
        expect(note.x).toBeGreaterThan(paragraph.x + paragraph.width);
        expect(Math.abs(note.y - paragraph.y)).toBeLessThan(20);
      } else {
        expect(note.y).toBeGreaterThanOrEqual(paragraph.y + paragraph.height);
      }
    }),
  );

  it('are linked with their places in the text, there and back, and with the log', () =>
    visitChapter({ viewport: desk }, async (page) => {
      const mark = page.getByRole('link', { name: 'Correction 2', exact: true });
      await mark.click();
      const note = page.locator('.margin-note:target');
      await note.getByRole('link', { name: '2, to its place in the text' }).click();
      expect(await page.locator('.correction-marker:target').textContent()).toBe('2');

      await note.or(page.locator('.margin-note').nth(1)).getByText('Why, and the sources').click();
      await page.locator('.margin-note').nth(1).getByRole('link', { name: 'all corrections' }).click();
      await page.waitForURL('**/corrections/#*');
      await page.locator('li:target .number').click();
      await page.waitForURL('**/threads/#correction-*');
    }));
});

it('the list of sections marks the section that the reader jumped to', () =>
  visitChapter({ viewport: desk, reducedMotion: 'reduce' }, async (page) => {
    await page.getByRole('navigation', { name: 'On this page' }).getByText('When a thread fails').click();
    await page.locator('a[data-section][aria-current]', { hasText: 'When a thread fails' }).waitFor();
  }));

function usedScheme(page: Page, selector: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).colorScheme);
}
