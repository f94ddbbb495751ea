// npm run bench: weights and times. Each figure stands beside what a user would pick instead, measured in the same run,
// and only their ratio means anything: the machine may be any machine, and busy. `npm run bench -- python` measures a part.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launchBrowser } from '../../tests/support/browser.ts';
import buildSite from '../../tests/support/built-site.setup.ts';
import { serveSite } from '../../tests/support/site.ts';
import { serveDirectory } from '../static-server.ts';
import { tableOf, type Figure } from './figure.ts';
import { measureHost } from './host-speed.ts';
import { describeHostilePrograms, measureHostilePrograms } from './hostile-speed.ts';
import { measurePython } from './python-speed.ts';
import { measurePythonStart } from './python-start.ts';
import { weighPage } from './page-weight.ts';
import { buildStarlightPage } from './starlight.ts';

const CHAPTER = 'processes/';

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  site: measureWeights,
  node: measureNode,
  python: measureAllOfPython,
  hostile: measureHostile,
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined)
  throw new Error(`There is no part "${unknown}" to measure. There are: ${Object.keys(parts).join(', ')}.`);

const figures: Figure[] = [];
for (const name of asked.length > 0 ? asked : Object.keys(parts)) figures.push(...(await parts[name]!()));
if (figures.length > 0) console.log(`\n${tableOf(figures)}\n`);

async function measureNode(): Promise<Figure[]> {
  console.log('Timing the embedded host and the pinned Node in turns …');
  const times = await measureHost();
  buildSite();
  const hostBytes = brotliCompressSync(readFileSync('dist/headless/index.html')).length;
  console.log(`The embedded host, fetched at the first Run: ${kb(hostBytes).toFixed(1)} KB (brotli).`);
  return times;
}

async function measureAllOfPython(): Promise<Figure[]> {
  console.log('Timing the first line of Python here and with stock Pyodide in turns …');
  const { figures, stockLaterMs } = await measurePythonStart();
  console.log('Timing Python’s threads and processes here and on python3 in turns …');
  return [...figures, ...(await measurePython(stockLaterMs))];
}

/** Hostile programs have no like on Node: their figures are no ratios, and are printed at once. */
async function measureHostile(): Promise<Figure[]> {
  buildSite();
  console.log('Stopping hostile programs …');
  console.log(describeHostilePrograms(await measureHostilePrograms('dist')));
  return [];
}

async function measureWeights(): Promise<Figure[]> {
  console.log('Building the site …');
  buildSite();
  console.log('Weighing a chapter, and a bare page of Starlight with the same text …');
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
