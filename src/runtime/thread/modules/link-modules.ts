import type { Module } from './module.ts';

/**
 * Links a graph: checks that every imported name exists, fills the namespaces and instantiates cycles. When it
 * fails, the modules that it began are unlinked again, as the language demands.
 *
 * @throws SyntaxError when an import names nothing
 * @see https://tc39.es/ecma262/#sec-moduledeclarationlinking
 */
export function linkModules(root: Module): void {
  const stack: Module[] = [];
  const linked: Module[] = [];
  try {
    connect(root, stack, linked, 0);
    // Names can only be looked up when all modules of the graph know their dependencies.
    for (const module of linked) module.checkImports();
  } catch (error) {
    for (const module of [...linked, ...stack]) module.status = 'unlinked';
    throw error;
  }
  for (const module of linked) module.fillNamespace();
  for (const module of linked) module.instantiate();
}

/** Walks the graph depth first and finds its cycles (strongly connected components). */
function connect(module: Module, stack: Module[], linked: Module[], index: number): number {
  if (module.status !== 'unlinked') return index;
  module.status = 'linking';
  module.dfsIndex = module.dfsAncestorIndex = index++;
  stack.push(module);
  for (const dependency of module.dependencies) {
    index = connect(dependency, stack, linked, index);
    if (dependency.status !== 'linking') continue;
    module.dfsAncestorIndex = Math.min(module.dfsAncestorIndex, dependency.dfsAncestorIndex);
    if (dependency === module) module.isInCycle = true;
  }
  if (module.dfsAncestorIndex !== module.dfsIndex) return index;
  const cycle = stack.splice(stack.indexOf(module));
  for (const member of cycle) {
    member.status = 'linked';
    member.isInCycle ||= cycle.length > 1;
  }
  linked.push(...cycle.reverse());
  return index;
}
