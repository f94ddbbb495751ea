import { type Binding, createNamespace, fillNamespace } from './module-namespace.ts';

/** What looking for an exported name gives. */
export type ResolvedExport = Binding | 'ambiguous' | undefined;

/** The states of a module in the order in which it goes through them. */
export type ModuleStatus =
  'unlinked' | 'linking' | 'linked' | 'evaluating' | 'evaluating-async' | 'evaluated';

/**
 * A module of any kind in the graph, after the language's Cyclic Module Record. The fields from `status` on are
 * the state of linking (`link-modules.ts`) and evaluation (`evaluate-modules.ts`) and belong to them.
 *
 * @see https://tc39.es/ecma262/#sec-cyclic-module-records
 */
export abstract class Module {
  readonly url: string;
  readonly namespace = createNamespace();
  /** Whether an import that finds nothing is told about the limits of CommonJS. */
  readonly isCommonJs: boolean = false;
  /** The exports as the namespace shows them, once linked. */
  bindings: ReadonlyMap<string, Binding> = new Map();
  /** What this module imports, in order. */
  dependencies: readonly Module[] = [];
  /** In a cycle the function is instantiated when it is linked, so that others can call its hoisted functions. */
  isInCycle = false;

  status: ModuleStatus = 'unlinked';
  dfsIndex = 0;
  dfsAncestorIndex = 0;
  cycleRoot: Module = this;
  /** Whether its evaluation, or that of something below it, waits. */
  isAsync = false;
  asyncOrder = 0;
  pendingAsyncDependencies = 0;
  asyncParents: Module[] = [];
  error: { readonly value: unknown } | undefined;
  /** The promise of `Evaluate()`, on the root of a cycle. */
  completion: PromiseWithResolvers<void> | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** Whether the module's own code uses `await` at the top level. */
  readonly hasTopLevelAwait: boolean = false;

  /** All exported names, without those of `export *` that are ambiguous. */
  abstract exportNames(seen?: Set<Module>): Iterable<string>;

  /** Finds the binding behind an exported name. */
  abstract resolveExport(name: string, seen?: Set<string>): ResolvedExport;

  /** Throws the SyntaxError for the first import that names nothing. */
  checkImports(): void {
    // Only source text imports names.
  }

  /** Prepares the module's scope; in a cycle, hoists its functions. */
  instantiate(): void {
    // Only source text has a scope.
  }

  /** Runs the module. With top-level await, the promise tells when it has finished. */
  abstract execute(): Promise<void> | undefined;

  /** Fills the namespace. */
  fillNamespace(): void {
    const bindings = new Map<string, Binding>();
    for (const name of this.exportNames()) {
      const binding = this.resolveExport(name);
      if (binding !== undefined && binding !== 'ambiguous') bindings.set(name, binding);
    }
    this.bindings = bindings;
    fillNamespace(this.namespace, bindings);
  }
}
