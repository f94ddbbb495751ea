import { createNamespace, fillNamespace, settleNamespace, type Binding } from './module-namespace.ts';
import type { Module } from './module.ts';

const facades = new WeakMap<Module, object>();

/**
 * What `require()` of an ES module returns: the export named `module.exports` if there is one, otherwise the
 * namespace, to which `__esModule` is added when there is a default export, for code that compilers made.
 *
 * @see https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
 */
export function requiredNamespace(module: Module): unknown {
  const { bindings } = module;
  const whole = bindings.get('module.exports');
  if (whole) return whole.read();
  if (!bindings.has('default') || bindings.has('__esModule')) return module.namespace;
  const known = facades.get(module);
  if (known) return known;
  const facade = createNamespace();
  const isCompiled: Binding = { read: () => true, isSettled: () => true };
  const extended = new Map([...bindings, ['__esModule', isCompiled] as const]);
  fillNamespace(facade, extended);
  // Nothing is required before it has run.
  settleNamespace(facade, extended);
  facades.set(module, facade);
  return facade;
}
