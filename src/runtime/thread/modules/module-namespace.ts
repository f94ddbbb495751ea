/** An exported name: where its value is, and whether it can still change once its module has run. */
export interface Binding {
  readonly read: () => unknown;
  /** True when the value never changes again. Asked only after the exporting module has run. */
  readonly isSettled: () => boolean;
}

const namespaces = new WeakSet();

/**
 * Makes the empty namespace of a module. The language fills it before any code can see it; we fill it when the
 * module is linked, because importers in a cycle hold it earlier.
 */
export function createNamespace(): object {
  const namespace = Object.create(null) as object;
  namespaces.add(namespace);
  return namespace;
}

/** Gives a namespace its exports, sorted as the language wants, and closes it. */
export function fillNamespace(namespace: object, bindings: ReadonlyMap<string, Binding>): void {
  for (const name of [...bindings.keys()].sort()) {
    const get = bindings.get(name)!.read;
    Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true });
  }
  Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' });
  Object.preventExtensions(namespace);
}

/**
 * Makes the bindings that can change no more plain values, which a browser reads several times faster than it calls
 * getters, and the others unchangeable.
 */
export function settleNamespace(namespace: object, bindings: ReadonlyMap<string, Binding>): void {
  for (const [name, { read, isSettled }] of bindings) {
    Object.defineProperty(
      namespace,
      name,
      isSettled()
        ? { value: read(), writable: false, configurable: false }
        : { get: read, configurable: false },
    );
  }
}

/** Whether a value is the namespace of an ES module: what `util.types.isModuleNamespaceObject` answers. */
export function isModuleNamespace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && namespaces.has(value);
}
