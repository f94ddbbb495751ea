import {
  type EsModuleRecord,
  type ImportedName,
  type LocalExport,
  MAKE_SUSPENSION,
  SUSPENSION,
  type SourcePosition,
} from '../../protocol/module-calls.ts';
import { bodyFunctionName, compileFunction } from '../source-registry.ts';
import type { Binding } from './module-namespace.ts';
import type { Suspension } from './suspensions.ts';
import { Module, type ResolvedExport } from './module.ts';
import { syntaxErrorAt } from './syntax-error-at.ts';

/** What `$$module` is inside a module's body. See `kernel/modules/transform-module.ts`. */
export interface ModuleContext {
  readonly meta: object;
  readonly import: (specifier: unknown, options?: unknown) => Promise<object>;
}

/** An ES module with source text. */
export class SourceModule extends Module {
  readonly record: EsModuleRecord;
  override readonly hasTopLevelAwait: boolean;
  readonly #context: ModuleContext;
  readonly #locals: ReadonlyMap<string, Binding>;
  #getters: readonly (() => unknown)[] | undefined;
  #suspension: Suspension | undefined;
  #readImports: (() => void) | undefined;
  /** The paused body of a module in a cycle. */
  #paused: Generator<void, void> | AsyncGenerator<void, void> | undefined;

  constructor(record: EsModuleRecord, context: ModuleContext) {
    super(record.url);
    this.record = record;
    this.hasTopLevelAwait = record.topLevelAwaits.length > 0;
    this.#context = context;
    this.#locals = new Map(
      record.exports.map((local, index) => [local.exported, this.#binding(local, index)]),
    );
  }

  /** Where its own code waits at the top level, or waited last. `await using` does not tell, so it is a guess for that. */
  get awaitPosition(): SourcePosition | undefined {
    return this.#suspension?.position ?? this.record.topLevelAwaits[0];
  }

  override exportNames(seen = new Set<Module>()): Iterable<string> {
    if (seen.has(this)) return [];
    seen.add(this);
    const { indirectExports, starExports } = this.record;
    const names = new Set([...this.#locals.keys(), ...indirectExports.map(({ exported }) => exported)]);
    for (const request of starExports) {
      for (const name of this.dependencies[request]!.exportNames(seen)) {
        if (name !== 'default') names.add(name);
      }
    }
    return names;
  }

  override resolveExport(name: string, seen = new Set<string>()): ResolvedExport {
    // The same module may be asked for different names on the way, but not twice for the same.
    const question = `${this.url}\n${name}`;
    if (seen.has(question)) return undefined;
    seen.add(question);
    const local = this.#locals.get(name);
    if (local) return local;
    const indirect = this.record.indirectExports.find(({ exported }) => exported === name);
    if (indirect) {
      const target = this.dependencies[indirect.request]!;
      return indirect.imported === null
        ? namespaceBinding(target)
        : target.resolveExport(indirect.imported, seen);
    }
    return name === 'default' ? undefined : this.#resolveStar(name, seen);
  }

  override checkImports(): void {
    this.record.requests.forEach((request, index) => {
      const target = this.dependencies[index]!;
      for (const imported of request.names) {
        const found = target.resolveExport(imported.name);
        if (found === undefined) throw this.#missing(target, imported, request.specifier);
        if (found === 'ambiguous') throw this.#ambiguous(imported, request.specifier);
      }
    });
  }

  override instantiate(): void {
    if (!this.isInCycle) return;
    // What they export is there before their turn: functions of this module may be called before its own.
    this.record.requests.forEach(({ target }, index) => {
      if (target.type === 'built-in') void this.dependencies[index]!.execute();
    });
    const body = this.#compile('function*', 'yield;');
    this.#paused = body() as Generator<void, void> | AsyncGenerator<void, void>;
    void this.#paused.next();
  }

  override execute(): Promise<void> | undefined {
    const result = this.#paused ? this.#paused.next() : this.#compile('function', '')();
    this.#paused = undefined;
    return this.hasTopLevelAwait ? (result as Promise<void>) : undefined;
  }

  #binding({ local, isConstant }: LocalExport, index: number): Binding {
    return {
      read: () => {
        if (this.#getters) return this.#getters[index]!();
        throw new ReferenceError(`Cannot access '${local}' before initialization`);
      },
      isSettled: () => isConstant && this.status === 'evaluated',
    };
  }

  #resolveStar(name: string, seen: Set<string>): ResolvedExport {
    let found: ResolvedExport;
    for (const request of this.record.starExports) {
      const other = this.dependencies[request]!.resolveExport(name, seen);
      if (other === 'ambiguous') return other;
      if (other === undefined) continue;
      if (found !== undefined && found !== other) return 'ambiguous';
      found = other;
    }
    return found;
  }

  #compile(keyword: string, pause: string): () => unknown {
    const { record } = this;
    const parameters = ['$$module', ...this.dependencies.map((_, index) => `$$${index}`)].join(',');
    const getters = record.exports.map(({ local }) => `()=>${local}`).join(',');
    const asynchronous = this.hasTopLevelAwait ? 'async ' : '';
    const start = `(${asynchronous}${keyword} ${bodyFunctionName}(${parameters}){`;
    const suspension = this.hasTopLevelAwait
      ? `const ${SUSPENSION}=$$module.waitWith(${MAKE_SUSPENSION}());`
      : '';
    const imports = this.#declareImports();
    const head = `${start}"use strict";$$module.export([${getters}]);${imports}${suspension}${pause}`;
    const { url: name, source, columns, writtenImports } = record;
    const registered = { name, source, columns, isCommonJs: false, writtenImports };
    const body = compileFunction(registered, head, record.body) as (...parameters: unknown[]) => unknown;
    const context = {
      ...this.#context,
      export: (values: readonly (() => unknown)[]) => this.#export(values),
      waitWith: (suspension: Suspension) => (this.#suspension = suspension),
      follow: (read: () => void) => (this.#readImports = read),
      get constant() {
        return undefined;
      },
      set constant(_value: unknown) {
        throw new TypeError('Assignment to constant variable.');
      },
    };
    return () => body.call(undefined, context, ...this.dependencies.map(({ namespace }) => namespace));
  }

  /** Gives what it imports from built-in modules the values that those export now. */
  readImports(): void {
    this.#readImports?.();
  }

  #declareImports(): string {
    const { plainImports } = this.record;
    if (plainImports.length === 0) return '';
    const assignments = plainImports.map(({ local, request, imported }) => {
      return `${local}=$$${request}${imported === null ? '' : `[${JSON.stringify(imported)}]`}`;
    });
    return `let ${assignments.join(',')};$$module.follow(()=>{${assignments.join(';')}});`;
  }

  #export(getters: readonly (() => unknown)[]): void {
    this.#getters = getters;
    const index = this.record.exports.findIndex(({ local }) => local === '$$default');
    if (index === -1) return;
    try {
      const value = getters[index]!();
      // Only a hoisted function is there already; the language calls an anonymous one "default".
      if (typeof value === 'function')
        Object.defineProperty(value, 'name', { value: 'default', configurable: true });
    } catch {
      // An expression that has not run yet; its name comes with it.
    }
  }

  #missing(target: Module, imported: ImportedName, specifier: string): SyntaxError {
    const { name } = imported;
    const message = target.isCommonJs
      ? `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may ` +
        'not support all module.exports as named exports.\nCommonJS modules can always be imported via the default ' +
        `export, for example using:\n\nimport pkg from '${specifier}';\nconst { ${name} } = pkg;\n`
      : `The requested module '${specifier}' does not provide an export named '${name}'`;
    return syntaxErrorAt(this.record, imported, message);
  }

  #ambiguous(imported: ImportedName, specifier: string): SyntaxError {
    const message = `The requested module '${specifier}' contains conflicting star exports for name '${imported.name}'`;
    return syntaxErrorAt(this.record, imported, message);
  }
}

const namespaceBindings = new WeakMap<Module, Binding>();

/** One binding per namespace, so that two ways to it are not ambiguous. */
function namespaceBinding(module: Module): Binding {
  const known = namespaceBindings.get(module);
  if (known) return known;
  const binding = { read: () => module.namespace, isSettled: () => true };
  namespaceBindings.set(module, binding);
  return binding;
}
