import { macrotask, queueImmediate } from '../../../thread/event-loop.ts';
import { processObject } from '../process-object.ts';
import { cancelCurrentTest, failCurrentTest, runChildren } from './run-tests.ts';
import { beginReport, reportSummary } from './spec-report.ts';
import { SuiteContext } from './test-context.ts';
import { TestNode, type TestBody, type TestOptions } from './test-node.ts';

const nothing: TestBody = () => undefined;

/** What is declared outside of everything else. */
export const root = new TestNode('suite', '', null, {}, nothing, '');
/** The suite whose function runs, to which what it declares belongs. */
let declaring: TestNode = root;
let hasBegun = false;
let isSummedUp = false;

/** The suite that hooks and tests belong to which are declared now. */
export function currentSuite(): TestNode {
  return declaring;
}

/** Declares a test or a suite: `(name?, options?, function?)`. The promise settles when it is over. */
export function declare(
  kind: TestNode['kind'],
  parent: TestNode,
  args: readonly unknown[],
  more: TestOptions = {},
): Promise<undefined> {
  const body = args.find((arg) => typeof arg === 'function') as TestBody | undefined;
  const options = args.find((arg) => typeof arg === 'object' && arg !== null) as TestOptions | undefined;
  const name = typeof args[0] === 'string' && args[0] !== '' ? args[0] : body?.name || '<anonymous>';
  const node = new TestNode(kind, name, parent, { ...options, ...more }, body ?? nothing, placeOfCaller());
  parent.children.push(node);
  if (kind === 'suite' && node.skip === false) declareSuite(node);
  if (parent === root) begin();
  else if (parent.kind === 'test') void runChildren(parent);
  return kind === 'suite' ? Promise.resolve(undefined) : node.finished.promise;
}

function declareSuite(node: TestNode): void {
  const outer = declaring;
  declaring = node;
  try {
    const context = new SuiteContext(node);
    node.declared = Reflect.apply(node.body, context, [context]);
  } catch (error) {
    node.fail(error);
  }
  declaring = outer;
}

/** The tests begin when the program has declared them, and are summed up when nothing is left to do. */
function begin(): void {
  if (hasBegun) {
    if (root.nextChild > 0) void runChildren(root);
    return;
  }
  hasBegun = true;
  const process = processObject();
  queueImmediate(() => {
    void runChildren(root);
    macrotask(beginReport);
  });
  process.on('beforeExit', () => {
    if (!cancelCurrentTest()) sumUp();
  });
  process.on('uncaughtException', rethrowOutside);
  process.on('unhandledRejection', rethrowOutside);
  process.once('exit', sumUp);
}

function sumUp(): void {
  if (isSummedUp) return;
  isSummedUp = true;
  for (const hook of root.hooks.after) void hook(undefined);
  if (!reportSummary()) processObject().exitCode = 1;
}

function rethrowOutside(error: unknown): void {
  if (!failCurrentTest(error)) throw error as Error;
}

/** Where in the program a test is declared, relative to the working directory. */
function placeOfCaller(): string {
  const match = /(?:file:\/\/)?(\/\S+:\d+:\d+)\)?$/m.exec(new Error().stack ?? '');
  const place = match?.[1] ?? '';
  const directory = `${processObject().cwd()}/`;
  return place.startsWith(directory) ? place.slice(directory.length) : place;
}
