import { explainMissingGlobal } from './explain-missing-global.ts';
import type { Module } from './module.ts';
import { settleNamespace } from './module-namespace.ts';

/**
 * Evaluates a linked graph in the order of the specification: dependencies first, in the order in which they are
 * imported; what waits at the top level lets its siblings go on and its parents wait.
 *
 * @see https://tc39.es/ecma262/#sec-moduleevaluation
 */
export function evaluateModules(module: Module): Promise<void> {
  const root =
    module.status === 'evaluated' || module.status === 'evaluating-async' ? module.cycleRoot : module;
  if (root.completion) return root.completion.promise;
  const completion = Promise.withResolvers<void>();
  root.completion = completion;
  const stack: Module[] = [];
  try {
    evaluateInner(root, stack, 0);
    if (!root.isAsync) completion.resolve();
  } catch (error) {
    explainMissingGlobal(error, root);
    fail(stack, error);
    completion.reject(error);
  }
  return completion.promise;
}

/**
 * Evaluates a linked graph that waits nowhere, in one go: what `require()` of an ES module does.
 * @throws what the module throws
 */
export function evaluateModulesSync(root: Module): void {
  const done = evaluateModules(root);
  const failure = root.error;
  if (!failure) return;
  // The caller gets the error itself; nobody will look at the promise.
  done.catch(() => undefined);
  throw failure.value as Error;
}

/** Whether anything in a graph waits at the top level. */
export function waitsAnywhere(module: Module, seen = new Set<Module>()): boolean {
  if (seen.has(module) || module.status === 'evaluated') return false;
  seen.add(module);
  return module.hasTopLevelAwait || module.dependencies.some((dependency) => waitsAnywhere(dependency, seen));
}

let asyncEvaluations = 0;

function evaluateInner(module: Module, stack: Module[], index: number): number {
  if (module.status === 'evaluating-async' || module.status === 'evaluated') {
    if (module.error) throw module.error.value as Error;
    return index;
  }
  if (module.status === 'evaluating') return index;
  module.status = 'evaluating';
  module.dfsIndex = module.dfsAncestorIndex = index++;
  module.pendingAsyncDependencies = 0;
  stack.push(module);
  for (const required of module.dependencies) {
    index = evaluateInner(required, stack, index);
    let dependency = required;
    if (dependency.status === 'evaluating') {
      module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, dependency.dfsAncestorIndex);
    } else {
      dependency = dependency.cycleRoot;
      if (dependency.error) throw dependency.error.value as Error;
    }
    if (dependency.isAsync && dependency.status !== 'evaluated') {
      module.pendingAsyncDependencies++;
      dependency.asyncParents.push(module);
    }
  }
  if (module.pendingAsyncDependencies > 0 || module.hasTopLevelAwait) {
    module.isAsync = true;
    module.asyncOrder = asyncEvaluations++;
    if (module.pendingAsyncDependencies === 0) executeAsync(module);
  } else {
    void module.execute();
  }
  if (module.dfsAncestorIndex === module.dfsIndex) closeCycle(module, stack);
  return index;
}

function closeCycle(root: Module, stack: Module[]): void {
  for (const member of stack.splice(stack.indexOf(root))) {
    member.cycleRoot = root;
    if (member.isAsync) member.status = 'evaluating-async';
    else finish(member);
  }
}

function executeAsync(module: Module): void {
  void module.execute()!.then(
    () => fulfilled(module),
    (error: unknown) => rejected(module, error),
  );
}

function fulfilled(module: Module): void {
  if (module.status === 'evaluated') return;
  finish(module);
  module.completion?.resolve();
  const ready: Module[] = [];
  gatherAncestors(module, ready);
  ready.sort((a, b) => a.asyncOrder - b.asyncOrder);
  for (const ancestor of ready) {
    if (ancestor.status === 'evaluated') continue;
    if (ancestor.hasTopLevelAwait) {
      executeAsync(ancestor);
      continue;
    }
    try {
      void ancestor.execute();
    } catch (error) {
      rejected(ancestor, error);
      continue;
    }
    finish(ancestor);
    ancestor.completion?.resolve();
  }
}

/** The modules that waited for this one alone. */
function gatherAncestors(module: Module, ready: Module[]): void {
  for (const parent of module.asyncParents) {
    if (ready.includes(parent) || parent.cycleRoot.error) continue;
    if (--parent.pendingAsyncDependencies > 0) continue;
    ready.push(parent);
    if (!parent.hasTopLevelAwait) gatherAncestors(parent, ready);
  }
}

function rejected(module: Module, error: unknown): void {
  if (module.status === 'evaluated') return;
  if (module.completion) explainMissingGlobal(error, module);
  module.error = { value: error };
  module.status = 'evaluated';
  for (const parent of module.asyncParents) rejected(parent, error);
  module.completion?.reject(error);
}

function fail(stack: readonly Module[], error: unknown): void {
  for (const module of stack) {
    module.status = 'evaluated';
    module.error = { value: error };
    module.cycleRoot = module;
  }
}

function finish(module: Module): void {
  module.status = 'evaluated';
  settleNamespace(module.namespace, module.bindings);
}
