// Draws the site's PNG images anew from their SVG sources: `node scripts/draw-images.ts`, after a change of a source.
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { findBrowser } from './find-browser.ts';

/** Each image for those who cannot show the SVG: links in messages, home screens, older browsers. */
const images = [
  { source: 'docs/social-card.svg', image: 'public/social-card.png', width: 1200, height: 630 },
  { source: 'public/favicon.svg', image: 'public/apple-touch-icon.png', width: 180, height: 180 },
  { source: 'public/favicon.svg', image: 'public/icon-32.png', width: 32, height: 32 },
];

const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
const page = await browser.newPage({ colorScheme: 'light' });
for (const { source, image, width, height } of images) {
  const svg = await readFile(source, 'utf8');
  await page.setViewportSize({ width, height });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`,
  );
  await page.screenshot({ path: image, omitBackground: true });
  console.log(`${image} drawn from ${source}`);
}
await browser.close();
