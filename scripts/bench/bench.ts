// npm run bench: weights and times. Each figure stands beside what a user would pick instead, measured in the same run,
// and only their ratio means anything: the machine may be any machine, and busy.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launchBrowser } from '../../tests/support/browser.ts';
import buildSite from '../../tests/support/built-site.setup.ts';
import { serveSite } from '../../tests/support/site.ts';
import { serveDirectory } from '../static-server.ts';
import { tableOf, type Figure } from './figure.ts';
import { measureHost } from './host-speed.ts';
import { weighPage } from './page-weight.ts';
import { buildStarlightPage } from './starlight.ts';

const CHAPTER = 'processes/';

console.log('Building the site …');
buildSite();
console.log('Weighing a chapter, and a bare page of Starlight with the same text …');
const weights = await measureWeights();
console.log('Timing the embedded host and the pinned Node in turns …');
const times = await measureHost();
const hostBytes = brotliCompressSync(readFileSync('dist/headless/index.html')).length;

console.log(`\n${tableOf([...weights, ...times])}\n`);
console.log(`The embedded host, fetched at the first Run: ${(hostBytes / 1000).toFixed(1)} KB (brotli).`);

async function measureWeights(): Promise<Figure[]> {
  const [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
  const ours = await weighPage(browser, new URL(CHAPTER, site.url).href);
  const starlight = buildStarlightPage(ours.text);
  const theirSite = await serveDirectory(starlight);
  const theirs = await weighPage(browser, new URL('text/', theirSite.url).href);
  await Promise.all([browser.close(), site.close(), theirSite.close()]);
  rmSync(path.dirname(starlight), { recursive: true });
  const beside = 'a bare page of Starlight, same text';
  return [
    {
      title: 'Chapter with two playgrounds, all requests',
      ours: kb(ours.totalBytes),
      theirs: kb(theirs.totalBytes),
      unit: 'KB',
      beside,
      limit: { size: 45 },
    },
    {
      title: 'of it script',
      ours: kb(ours.scriptBytes),
      theirs: kb(theirs.scriptBytes),
      unit: 'KB',
      beside,
      limit: { size: 12 },
    },
  ];
}

function kb(bytes: number): number {
  return bytes / 1000;
}
