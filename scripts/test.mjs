// npm test: install what is missing, then every check of the project, each named as it starts; one summary line at the end.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, secondsSince, setUp } from './setup.mjs';

const checks = [
  ['Format', 'npm', ['run', '--silent', 'format:check']],
  ['Lint', 'npm', ['run', '--silent', 'lint']],
  ['Types', 'npm', ['run', '--silent', 'check']],
  ['Build', 'npm', ['run', '--silent', 'build', '--', '--silent']],
];
const suites = ['unit', 'examples', 'contract', 'browser'];

const reports = mkdtempSync(path.join(os.tmpdir(), 'interleave-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

try {
  await setUp();
  for (const [title, command, args] of checks) count(await step(title, command, args));
  for (const suite of suites) await runSuite(suite);
} catch (error) {
  console.error(error.message);
  totals.failed++;
} finally {
  rmSync(reports, { recursive: true });
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Runs one suite and adds its tests to the totals; a suite that ran no test, or broke outside of one, is a failure. */
async function runSuite(suite) {
  const report = path.join(reports, `${suite}.json`);
  const isGreen = await step(`Tests: ${suite}`, 'vitest', [
    'run',
    `--project=${suite}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = readReport(report);
  totals.passed += numPassedTests;
  totals.skipped += numPendingTests;
  totals.failed += numFailedTests;
  const brokeElsewhere = !isGreen && numFailedTests === 0;
  if (brokeElsewhere || numPassedTests + numFailedTests === 0) totals.failed++;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function count(isGreen) {
  if (isGreen) totals.passed++;
  else totals.failed++;
}

async function step(title, command, args) {
  const startedAt = Date.now();
  console.log(`\n── ${title}`);
  const code = await run(command, args);
  console.log(
    `── ${title}: ${code === 0 ? 'passed' : `failed (exit code ${code})`} in ${secondsSince(startedAt)} s`,
  );
  return code === 0;
}
