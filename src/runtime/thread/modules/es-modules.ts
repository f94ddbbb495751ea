import type { ModuleTarget, SourcePosition } from '../../protocol/module-calls.ts';
import { evaluateModules } from './evaluate-modules.ts';
import { createImportMeta } from './import-meta.ts';
import { linkModules } from './link-modules.ts';
import type { Module } from './module.ts';
import type { ModuleKernel } from './module-kernel.ts';
import { type ModuleRecords, reviveModuleError } from './module-records.ts';
import { SourceModule } from './source-module.ts';
import { SyntheticModule } from './synthetic-module.ts';

/** What the ES module loader needs from around it. */
export interface EsModulesOptions {
  readonly kernel: ModuleKernel;
  readonly records: ModuleRecords;
  /** What `require()` of a built-in module returns. */
  readonly builtInModule: (name: string) => unknown;
  /** Runs the CommonJS module in a file, unless it has run, and returns its `module.exports`. */
  readonly runCommonJs: (filename: string, url: string) => unknown;
  /** The URL of the program's entry, which knows itself by `import.meta.main`. */
  readonly isMain: (url: string) => boolean;
}

/** The ES modules of this thread: one per URL, loaded with all that they import. */
export class EsModules {
  readonly #options: EsModulesOptions;
  readonly #modules = new Map<string, Module>();
  readonly #builtIns = new Map<string, SyntheticModule>();

  constructor(options: EsModulesOptions) {
    this.#options = options;
  }

  /**
   * Loads and links what a specifier means, without running it.
   * @param from the URL or path of the module that asks
   */
  load(specifier: string, from: string, attributes: Readonly<Record<string, string>> = {}): Module {
    const { kernel, records } = this.#options;
    return this.linked(records.take(kernel.load({ specifier, from, kind: 'import', attributes })));
  }

  /** The linked module that the kernel found. */
  linked(target: ModuleTarget): Module {
    const begun: string[] = [];
    try {
      const module = this.#module(target, begun);
      linkModules(module);
      return module;
    } catch (error) {
      // What was begun for this graph has no complete dependencies; another import shall try again.
      for (const url of begun) this.#modules.delete(url);
      throw error;
    }
  }

  /** What `import()` does, from the module or script at `from`. */
  import(specifier: unknown, from: string, options?: unknown): Promise<object> {
    return this.#import(specifier, from, options);
  }

  /** The places where modules wait at the top level now. */
  stalledAwaits(): (SourcePosition & { readonly url: string; readonly text: string })[] {
    return [...this.#modules.values()].flatMap((module) => {
      const waits = module.status === 'evaluating-async' && module.pendingAsyncDependencies === 0;
      if (!waits || !(module instanceof SourceModule)) return [];
      const { awaitPosition: position, record } = module;
      if (!position) return [];
      return [{ url: record.url, ...position, text: record.source.split(/\r?\n/)[position.line - 1] ?? '' }];
    });
  }

  /** Gives the names of built-in modules the values that the modules have now: `syncBuiltinESMExports()`. */
  syncBuiltIns(): void {
    for (const module of this.#builtIns.values()) module.execute();
    for (const module of this.#modules.values()) if (module instanceof SourceModule) module.readImports();
  }

  async #import(specifier: unknown, from: string, options: unknown): Promise<object> {
    const name = String(specifier);
    const attributes = attributesOf(options);
    // Node loads in microtasks: what follows the call runs first.
    await Promise.resolve();
    const module = this.load(name, from, attributes);
    await evaluateModules(module);
    return module.namespace;
  }

  #module(target: ModuleTarget, begun: string[]): Module {
    switch (target.type) {
      case 'error':
        throw reviveModuleError(target.error);
      case 'built-in':
        return this.#builtIn(target.name);
      case 'record':
        return this.#modules.get(target.url) ?? this.#create(target.url, begun);
    }
  }

  #create(url: string, begun: string[]): Module {
    const record = this.#options.records.get(url);
    const keep = <M extends Module>(module: M): M => {
      this.#modules.set(url, module);
      begun.push(url);
      return module;
    };
    switch (record.format) {
      case 'module': {
        const module = keep(
          new SourceModule(record, {
            meta: createImportMeta(record, this.#options),
            import: (specifier, options) => this.#import(specifier, url, options),
          }),
        );
        module.dependencies = record.requests.map((request) => this.#module(request.target, begun));
        return module;
      }
      case 'commonjs': {
        const names = new Set(['default', 'module.exports', ...record.exportNames]);
        return keep(
          new SyntheticModule(
            url,
            names,
            (set) => {
              const exports = this.#options.runCommonJs(record.filename, url);
              const constant = (name: string, value: unknown) => set(name, () => value);
              for (const name of record.exportNames) constant(name, propertyOf(exports, name));
              constant('default', exports);
              constant('module.exports', exports);
            },
            { isCommonJs: true },
          ),
        );
      }
      case 'json':
        return keep(
          new SyntheticModule(url, ['default'], (set) => {
            const value = parseJson(record.source, record.filename);
            set('default', () => value);
          }),
        );
    }
  }

  #builtIn(name: string): SyntheticModule {
    const known = this.#builtIns.get(name);
    if (known) return known;
    const exports = this.#options.builtInModule(name);
    const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
    const names = isObject ? Object.keys(exports).filter((key) => key !== 'default') : [];
    const set = [...names, 'default'];
    const module = new SyntheticModule(
      `node:${name}`,
      set,
      (give) => {
        give('default', () => exports);
        for (const key of names) give(key, readerOf(exports as object, key));
      },
      { isLive: true },
    );
    this.#builtIns.set(name, module);
    return module;
  }
}

/** Parses a JSON module; the error names the file, as Node's does. */
export function parseJson(source: string, filename: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (error) {
    (error as Error).message = `${filename}: ${(error as Error).message}`;
    throw error;
  }
}

/** The value that a property has now; behind a getter, which may load a library, the one it has when it is read. */
function readerOf(exports: object, key: string): () => unknown {
  const { get, value } = Object.getOwnPropertyDescriptor(exports, key) ?? {};
  return get ? () => propertyOf(exports, key) : () => value as unknown;
}

function propertyOf(exports: unknown, name: string): unknown {
  const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  return isObject ? (exports as Record<string, unknown>)[name] : undefined;
}

function attributesOf(options: unknown): Record<string, string> {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The second argument of import() must be an object');
  }
  const { with: attributes } = options as { with?: unknown };
  if (attributes === undefined) return {};
  if (typeof attributes !== 'object' || attributes === null) {
    throw new TypeError("The 'options' argument of import() must be an object");
  }
  return { ...(attributes as Record<string, string>) };
}
