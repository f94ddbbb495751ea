import { clearTimeout, setTimeout } from '../timeouts.ts';
import { runPrepared } from './settle-body.ts';
import { reportTest } from './spec-report.ts';
import { SuiteContext, TestContext } from './test-context.ts';
import type { HookName, TestNode } from './test-node.ts';

/** The test that runs now: what nothing catches is its failure. */
let current: TestNode | undefined;

/** Gives an error that nothing caught to the test that runs. Says whether there is one. */
export function failCurrentTest(error: unknown): boolean {
  current?.fail(error);
  return current !== undefined;
}

/** Ends the test that runs, since nothing is left that could. Says whether there was one. */
export function cancelCurrentTest(): boolean {
  const test = current;
  if (!test) return false;
  cancel?.('Promise resolution is still pending but the event loop has already resolved');
  return true;
}

let cancel: ((reason: string) => void) | undefined;

/** Runs the children that have not run, one after the other. */
export function runChildren(parent: TestNode): Promise<void> {
  if (!parent.running && parent.nextChild === parent.children.length) return Promise.resolve();
  parent.running ??= runOneByOne(parent);
  return parent.running;
}

async function runOneByOne(parent: TestNode): Promise<void> {
  while (parent.nextChild < parent.children.length) await runTest(parent.children[parent.nextChild++]!);
  // In the same moment: who hears that the last one is over may declare another.
  parent.running = undefined;
}

async function runTest(node: TestNode): Promise<void> {
  if (node.isLeftOut) {
    node.finished.resolve(undefined);
    return;
  }
  const start = performance.now();
  node.hasStarted = true;
  if (node.skip === false) {
    if (node.kind === 'suite') await runSuite(node);
    else await runOneTest(node);
  }
  if (node.children.some(({ failure, todo }) => failure && todo === false)) {
    node.fail(undefined, 'subtests');
  }
  node.durationMs = performance.now() - start;
  for (const clean of node.cleanups) clean();
  reportTest(node);
  node.finished.resolve(undefined);
}

async function runSuite(node: TestNode): Promise<void> {
  const context = new SuiteContext(node);
  await attempt(node, () => node.declared);
  await beginParents(node);
  if (node.children.length === 0) await begin(node);
  await runChildren(node);
  await runHooks(node, node, 'after', context);
}

async function runOneTest(node: TestNode): Promise<void> {
  const context = new TestContext(node);
  const outer = current;
  const parents = [...ancestors(node)].reverse();
  // A test within a test begins at once, if no hook has to run before.
  if (parents.some(({ hasBegun, hooks }) => !hasBegun && hooks.before.length > 0)) await beginParents(node);
  for (const parent of parents) {
    if (parent.hooks.beforeEach.length > 0) await runHooks(parent, node, 'beforeEach', context);
  }
  if (!node.failure) {
    current = node;
    await withinTime(node, () => runPrepared(node.body, context));
    await runChildren(node);
    await plannedAssertions(node);
    current = outer;
  }
  if (node.planned !== undefined && node.planned !== node.assertions) {
    node.fail(`plan expected ${node.planned} assertions but received ${node.assertions}`);
  }
  node.hasEnded = true;
  for (const parent of parents.reverse()) await runHooks(parent, node, 'afterEach', context);
  await runHooks(node, node, 'after', context);
}

/** Those that a test has said it waits for. */
async function plannedAssertions(node: TestNode): Promise<void> {
  const { planned, assertions, planWaitMs } = node;
  if (planned === undefined || assertions >= planned || planWaitMs === 0) return;
  const waits = [node.planMet.promise];
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (planWaitMs !== Infinity)
    waits.push(new Promise((resolve) => (timer = setTimeout(() => resolve(undefined), planWaitMs))));
  await Promise.race(waits);
  if (timer) clearTimeout(timer);
}

/** The `before` hooks of what is around a test run before the first of its tests. */
async function beginParents(node: TestNode): Promise<void> {
  for (const parent of [...ancestors(node)].reverse()) await begin(parent);
}

async function begin(node: TestNode): Promise<void> {
  if (node.hasBegun) return;
  node.hasBegun = true;
  await runHooks(node, node, 'before', new SuiteContext(node));
}

async function runHooks(owner: TestNode, node: TestNode, name: HookName, context: object): Promise<void> {
  for (const hook of owner.hooks[name]) await attempt(node, () => runPrepared(hook, context));
}

async function attempt(node: TestNode, run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    node.fail(error);
  }
}

async function withinTime(node: TestNode, run: () => unknown): Promise<void> {
  const { promise: cancelled, resolve } = Promise.withResolvers<undefined>();
  cancel = (reason) => {
    node.fail(reason, 'cancelled');
    node.controller.abort();
    resolve(undefined);
  };
  const { timeout } = node.options;
  const expire = cancel;
  const timer =
    timeout === undefined || timeout === Infinity
      ? undefined
      : setTimeout(() => expire(`test timed out after ${timeout}ms`), timeout);
  await Promise.race([attempt(node, run), cancelled]);
  if (timer) clearTimeout(timer);
  cancel = undefined;
}

function* ancestors(node: TestNode): Generator<TestNode> {
  for (let at = node.parent; at; at = at.parent) yield at;
}
