/**
 * Runs CPython's own tests in the embedded host.
 *
 *     npm run test:conformance -- python <source tree of CPython> [--browser=firefox] [--update] [--show] [part of a name …]
 *
 * The tree may come from the environment instead (`CPYTHON_SOURCE`). `--update` adds newly passing tests to the list,
 * `--show` prints what failing tests printed. Names select: `test_queue` the module, `test_queue.LifoQueue` some of its
 * tests.
 */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Host } from '../contract/hosts/host.ts';
import { bootHost } from './boot-host.ts';
import { compareWithLists } from './compare-with-lists.ts';
import { readNameList } from './name-list.ts';
import { makePythonTestFolder } from './python-test-folder.ts';
import { findPythonModules, isExplained, PYTHON_GROUPS } from './python-tests.ts';
import { PYTHON_TEST_FOLDER, type PythonResult, runPythonModule } from './run-python-tests.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: 'string', default: 'chromium' },
    update: { type: 'boolean' },
    show: { type: 'boolean' },
  },
});
const PASSING = path.join(import.meta.dirname, `python-passing-${options.browser}.txt`);
const FAILING = path.join(import.meta.dirname, 'python-known-failures.txt');

const wanted = process.env['CPYTHON_SOURCE'] ? positionals : positionals.slice(1);
const source = process.env['CPYTHON_SOURCE'] ?? positionals[0];
if (source === undefined || !existsSync(path.join(source, 'Lib/test/support'))) {
  console.error(
    `There is no source tree of CPython at "${source ?? ''}". Check one out, and name it: npm run test:conformance -- python <folder>.`,
  );
  process.exit(2);
}

const modules = findPythonModules(source).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => isWithin(part, name) || isWithin(name, part)),
);
const folder = makePythonTestFolder(source, modules);
try {
  report(await runAll(await bootHost(options.browser)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runAll(host: Host): Promise<Map<string, PythonResult>> {
  const results = new Map<string, PythonResult>();
  try {
    await host.mount(PYTHON_TEST_FOLDER, folder);
    for (const { name: module } of modules) {
      console.log(module);
      const parts = wanted.filter((part) => part !== module && isWithin(module, part));
      for (const [name, result] of await runPythonModule(host, module, parts, tell))
        results.set(name, result);
    }
    return results;
  } finally {
    await host.dispose();
  }
}

function tell(name: string, { verdict, text }: PythonResult): void {
  if (verdict === 'passed') return;
  console.log(`  ${name} ${verdict}${verdict === 'skipped' ? `: ${text}` : ''}`);
  if (verdict === 'failed' && options.show) console.log(text.replace(/^/gm, '      '));
}

function report(results: ReadonlyMap<string, PythonResult>): void {
  console.log();
  for (const group of PYTHON_GROUPS) printFigures(group, results);
  const isAsListed = compareWithLists({
    names: [...results.keys(), ...missing(results)].filter(
      (name) => results.get(name)?.verdict !== 'skipped',
    ),
    passes: (name) => results.get(name)?.verdict === 'passed',
    passingList: PASSING,
    failingLists: [FAILING],
    needsReason: (name) => isExplained(groupOf(name)),
    update: options.update ?? false,
  });
  if (!isAsListed) process.exitCode = 1;
}

function printFigures(group: string, results: ReadonlyMap<string, PythonResult>): void {
  const verdicts = [...results].filter(([name]) => groupOf(name) === group).map(([, { verdict }]) => verdict);
  const count = (verdict: string): number => verdicts.filter((found) => found === verdict).length;
  if (verdicts.length === 0) return;
  console.log(`${group}: ${count('passed')} pass, ${count('failed')} fail, ${count('skipped')} do not apply`);
}

/** What is listed as passing in the modules that ran whole, and was neither run nor skipped. */
function missing(results: ReadonlyMap<string, PythonResult>): string[] {
  const whole = modules.filter(
    (module) => !wanted.some((part) => part !== module.name && isWithin(module.name, part)),
  );
  return [...readNameList(PASSING).keys()].filter(
    (name) => !results.has(name) && whole.some((module) => isWithin(module.name, name)),
  );
}

/** Whether a dotted name is another or is below it. */
function isWithin(above: string, name: string): boolean {
  return `${name}.`.startsWith(`${above}.`);
}

function groupOf(name: string): string {
  return name.split('.')[0]!;
}
