import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { sitePages } from '../support/pages.ts';
import { visitedSite } from '../support/visited-site.ts';

const built = visitedSite();

/** Opens a page of the site in a fresh context, hands it to `look`, and closes it. */
async function visit<T>(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await built.browser.newContext({ bypassCSP: false, ...options });
  try {
    const page = await context.newPage();
    await page.goto(new URL(path, built.site.url).href);
    return await look(page);
  } finally {
    await context.close();
  }
}

describe.each(sitePages())('the page "/%s"', (path) => {
  it('loads without an error, a failed request or a breach of its content-security policy', async () => {
    const context = await built.browser.newContext();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
    await page.goto(new URL(path, built.site.url).href, { waitUntil: 'networkidle' });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await context.close();
    expect(problems).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation that axe finds in the %s scheme',
    async (colorScheme) => {
      await visit(path, { colorScheme, reducedMotion: 'reduce' }, async (page) => {
        expect(await accessibilityFaults(page)).toEqual([]);
      });
    },
  );

  it.each([320, 768, 1440])('does not scroll sideways at %i px', async (width) => {
    await visit(path, { viewport: { width, height: 800 } }, async (page) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });

  it('does not shift while it loads', async () => {
    await visit(path, { viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(layoutShifts)).toEqual([]);
    });
  });

  it('links only to pages and places that exist', async () => {
    const links = await visit(path, {}, (page) =>
      page.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>('a[href], link[href]'),
          ({ href }) => href,
        ),
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
    const isDark = await visit('', { colorScheme, javaScriptEnabled: true }, (page) =>
      page.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d')!;
        canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data;
        return r + g + b < 3 * 128;
      }),
    );
    expect(isDark).toBe(colorScheme === 'dark');
  });
});
