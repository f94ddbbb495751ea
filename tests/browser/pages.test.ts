import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { sitePages } from '../support/pages.ts';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();

describe.each(sitePages())('the page "/%s"', (path) => {
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    page = await built.browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
    await page.goto(new URL(path, built.site.url).href, { waitUntil: 'networkidle' });
  });
  afterAll(() => page.close());

  it('loads without an error, a failed request or a breach of its content-security policy', async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('does not shift while it loads', async () => {
    expect(await page.evaluate(layoutShifts)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation that axe finds in the %s scheme',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(nextFrames);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it.each([320, 768, 1440])('does not scroll sideways at %i px', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(nextFrames);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('links only to pages and places that exist', async () => {
    const links = await page.evaluate(() =>
      Array.from(
        document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>('a[href], link[href]'),
        ({ href }) => href,
      ),
    );
    const internal = [...new Set(links)]
      .map((href) => new URL(href))
      .filter(({ origin }) => origin === new URL(built.site.url).origin);
    const broken = await Promise.all(
      internal.map(async (url) => ((await resolves(url)) ? [] : [url.pathname + url.hash])),
    );
    expect(broken.flat()).toEqual([]);
  });
});

/** Runs in the page: resolves when what was changed from outside is drawn. */
function nextFrames(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** Runs in the page: what has moved since it began to load, each with where it was and where it came to. */
function layoutShifts(): Promise<string[]> {
  interface LayoutShift extends PerformanceEntry {
    readonly value: number;
    readonly sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
  }
  const where = ({ x, y, width, height }: DOMRect): string => `${x},${y} ${width}×${height}`;
  const what = (node: Node | null): string =>
    (node instanceof Element ? node.outerHTML : (node?.textContent ?? 'a removed node')).slice(0, 100);
  return new Promise((resolve) => {
    const shifts: string[] = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as LayoutShift[]) {
        const moves = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${what(node)} from ${where(previousRect)} to ${where(currentRect)}`,
        );
        shifts.push(`${value}: ${moves.join('; ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(shifts)));
  });
}

const bodies = new Map<string, Promise<string | undefined>>();

async function resolves(url: URL): Promise<boolean> {
  const address = url.origin + url.pathname;
  let body = bodies.get(address);
  if (body === undefined) {
    body = fetch(address).then((response) => (response.ok ? response.text() : undefined));
    bodies.set(address, body);
  }
  const html = await body;
  if (html === undefined) return false;
  const id = decodeURIComponent(url.hash.slice(1));
  return id === '' || html.includes(`id="${id}"`) || html.includes(`id=${id}`);
}

describe('the theme', () => {
  it.each(['light', 'dark'] as const)('follows the %s preference before scripts run', async (colorScheme) => {
    const page = await built.browser.newPage({ colorScheme });
    await page.goto(built.site.url);
    const isDark = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d')!;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return r + g + b < 3 * 128;
    });
    await page.close();
    expect(isDark).toBe(colorScheme === 'dark');
  });
});
