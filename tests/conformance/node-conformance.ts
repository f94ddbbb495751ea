/**
 * Runs Node's own tests in the embedded host.
 *
 *     npm run test:conformance -- <source tree of Node> [--browser=firefox] [--update] [--show] [part of a name …]
 *
 * The tree may come from the environment instead (`NODE_SOURCE`). `--update` adds newly passing tests to the list,
 * `--show` prints what failing tests printed, and names run only the tests that contain one of them.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Host } from '../contract/hosts/host.ts';
import { realNode } from '../contract/hosts/real-node.ts';
import { bootHost } from './boot-host.ts';
import { compareWithLists } from './compare-with-lists.ts';
import { readNameList, writeNameList } from './name-list.ts';
import { type NodeTest, readNodeTests, TEST_GROUPS } from './node-tests.ts';
import { type Result, runTests, TEST_FOLDER } from './run-tests.ts';
import { makeTestFolder } from './test-folder.ts';

const LIMIT_MS = 60_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: 'string', default: 'chromium' },
    update: { type: 'boolean' },
    show: { type: 'boolean' },
  },
});
const isFirefox = options.browser === 'firefox';
const PASSING = path.join(import.meta.dirname, `passing-${options.browser}.txt`);
const FAILING = ['known-failures.txt', ...(isFirefox ? ['known-failures-firefox.txt'] : [])].map((list) =>
  path.join(import.meta.dirname, list),
);
const parts = process.env['NODE_SOURCE'] ? positionals : positionals.slice(1);
const source = process.env['NODE_SOURCE'] ?? positionals[0];
if (source === undefined || !existsSync(path.join(source, 'test/parallel'))) {
  console.error(
    `There is no source tree of Node at "${source ?? ''}". Unpack one (\`apt-get source nodejs\`), and name it: npm run test:conformance -- <folder>.`,
  );
  process.exit(2);
}

const candidates = readNodeTests(source)
  .filter(({ rejected }) => rejected === undefined)
  .filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
const folder = makeTestFolder(
  source,
  candidates.map(({ name }) => name),
);
try {
  const applicable = await keepWhatRealNodePasses(candidates);
  const names = applicable.map(({ name }) => name);
  console.log(`\nIn the embedded host: ${names.length} tests.`);
  report(applicable, await runOn(await bootHost(options.browser), names, 3));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The reference decides what a test of another version of Node still says. Its answers are kept, as they stay the same. */
async function keepWhatRealNodePasses(tests: readonly NodeTest[]): Promise<NodeTest[]> {
  const cache = path.resolve(`node_modules/.cache/conformance-${process.version}.txt`);
  mkdirSync(path.dirname(cache), { recursive: true });
  const verdicts = readNameList(cache);
  const unknown = tests.map(({ name }) => name).filter((name) => !verdicts.has(name));
  if (unknown.length > 0) {
    console.log(`On Node ${process.version}: ${unknown.length} tests.`);
    const results = await runOn(await realNode(), unknown, 2);
    for (const [name, { verdict }] of results) verdicts.set(name, verdict);
    writeNameList(cache, verdicts);
  }
  return tests.filter(({ name }) => verdicts.get(name) === 'passed');
}

async function runOn(host: Host, names: readonly string[], atOnce: number): Promise<Map<string, Result>> {
  try {
    await host.mount(TEST_FOLDER, folder);
    let done = 0;
    return await runTests(host, names, {
      atOnce,
      limitMs: LIMIT_MS,
      onResult: (name, { verdict, outcome }) => {
        done += 1;
        process.stdout.write(`\r${done}/${names.length} `);
        if (verdict === 'passed') return;
        console.log(`${name} ${verdict}, exit code ${outcome.exitCode}`);
        if (options.show) console.log(outcome.output.replace(/^/gm, '    '));
      },
    });
  } finally {
    await host.dispose();
  }
}

function report(tests: readonly NodeTest[], results: ReadonlyMap<string, Result>): void {
  const passes = (name: string): boolean => results.get(name)?.verdict === 'passed';

  console.log('\n');
  for (const group of TEST_GROUPS) {
    const ofGroup = tests.filter((test) => test.group === group);
    const passed = ofGroup.filter(({ name }) => passes(name));
    if (ofGroup.length > 0) console.log(`${group}*: ${passed.length} of ${ofGroup.length} pass`);
  }

  const isAsListed = compareWithLists({
    names: tests.map(({ name }) => name),
    passes,
    passingList: PASSING,
    failingLists: FAILING,
    update: options.update ?? false,
  });
  if (!isAsListed) process.exitCode = 1;
}
