import inspectModule from '../../util.ts';
import { processObject } from '../process-object.ts';
import type { TestNode } from './test-node.ts';

const counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
const failures: TestNode[] = [];
const startMs = performance.now();

/** What has been reported before the report began to be printed; null from then on. */
let waiting: string | null = '';

/** Prints what has been reported. Node's reporter is a stream, which begins to flow when the first tests have run already. */
export function beginReport(): void {
  if (waiting) processObject().stdout.write(waiting);
  waiting = null;
}

/** Prints a test's line when it is over, below the lines of what is around it, as Node's reporter "spec" does. */
export function reportTest(node: TestNode): void {
  count(node);
  for (const parent of headless(node)) print(parent, `▶ ${parent.name}`);
  print(node, lineOf(node));
  for (const message of node.diagnostics) print(node, `ℹ ${message}`);
  if (node.failure && node.failure.kind !== 'subtests') failures.push(node);
}

/** Prints the figures and what failed. Says whether everything passed. */
export function reportSummary(): boolean {
  beginReport();
  const lines = Object.entries(counts).map(([name, value]) => `ℹ ${name} ${value}`);
  lines.push(`ℹ duration_ms ${performance.now() - startMs}`);
  if (failures.length > 0) lines.push('', '✖ failing tests:', ...failures.flatMap(describeFailure));
  processObject().stdout.write(`${lines.join('\n')}\n`);
  return failures.every(({ todo }) => todo !== false);
}

function count(node: TestNode): void {
  if (node.kind === 'suite') {
    counts.suites += 1;
    return;
  }
  counts.tests += 1;
  if (node.skip !== false) counts.skipped += 1;
  else if (node.todo !== false) counts.todo += 1;
  else if (node.failure?.kind === 'cancelled') counts.cancelled += 1;
  else if (node.failure) counts.fail += 1;
  else counts.pass += 1;
}

/** What is around a test and has no line yet, outermost first. */
function headless(node: TestNode): TestNode[] {
  const found: TestNode[] = [];
  for (let at = node.parent; at?.parent && !at.isHeaded; at = at.parent) {
    at.isHeaded = true;
    found.unshift(at);
  }
  return found;
}

function lineOf(node: TestNode): string {
  const { name, durationMs, skip, todo } = node;
  const note =
    skip !== false
      ? ` # ${skip === true ? 'SKIP' : skip}`
      : todo !== false
        ? ` # ${todo === true ? 'TODO' : todo}`
        : '';
  return `${symbolOf(node)} ${name} (${durationMs}ms)${note}`;
}

function symbolOf({ skip, todo, failure }: TestNode): string {
  if (skip !== false) return '﹣';
  if (!failure) return '✔';
  return todo === false ? '✖' : '⚠';
}

function describeFailure(node: TestNode): string[] {
  const text = inspectModule.inspect(node.failure!.cause);
  return ['', `test at ${node.place}`, lineOf(node), text.replace(/^/gm, '  ')];
}

function print(node: TestNode, line: string): void {
  const text = `${'  '.repeat(node.depth)}${line}\n`;
  if (waiting === null) processObject().stdout.write(text);
  else waiting += text;
}
