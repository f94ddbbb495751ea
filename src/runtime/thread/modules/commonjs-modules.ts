import type { CommonJsRecord, ModuleRecord } from '../../protocol/module-calls.ts';
import { pathToFileUrl } from '../../protocol/file-url.ts';
import { nodeError, validateString, invalidArgValue } from '../../node/internal/errors.ts';
import { bodyFunctionName, compileFunction } from '../source-registry.ts';
import { circularExports, completeExports } from './circular-exports.ts';
import { evaluateModulesSync, waitsAnywhere } from './evaluate-modules.ts';
import { type EsModules, parseJson } from './es-modules.ts';
import { requiredNamespace } from './required-namespace.ts';
import type { ModuleKernel } from './module-kernel.ts';
import type { ModuleRecords } from './module-records.ts';

/** `require`, as a module sees it. */
export interface Require {
  (id: string): unknown;
  resolve: ((request: string, options?: { paths?: string[] }) => string) & {
    paths: (request: string) => string[] | null;
  };
  readonly main: CommonJsModule | undefined;
  extensions: Record<string, unknown>;
  cache: Record<string, CommonJsModule>;
}

/** What CommonJS needs from around it. */
export interface CommonJsOptions {
  readonly kernel: ModuleKernel;
  readonly records: ModuleRecords;
  readonly builtInModule: (name: string) => unknown;
  readonly esModules: EsModules;
}

/** A CommonJS module: the `module` of its own code. The program knows this class as `require('module')`. */
export class CommonJsModule {
  id: string;
  path: string;
  exports: unknown = {};
  filename: string | null = null;
  loaded = false;
  children: CommonJsModule[] = [];
  paths: string[] = [];
  declare parent: CommonJsModule | null | undefined;

  constructor(id = '', parent?: CommonJsModule | null) {
    this.id = id;
    this.path = directoryOf(id);
    Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true });
    parent?.children.push(this);
  }

  require(id: string): unknown {
    return commonJs().require(id, this);
  }

  /** Runs source text as this module's. */
  _compile(source: string, filename: string): unknown {
    return commonJs().compile(source, filename, this);
  }
}

/** The CommonJS modules of this thread. There is one; `module-system.ts` makes it. */
export class CommonJsModules {
  readonly cache = Object.create(null) as Record<string, CommonJsModule>;
  readonly extensions: Record<string, unknown> = Object.assign(Object.create(null) as object, {
    '.js': loadByKernel,
    '.json': loadByKernel,
    '.node': loadByKernel,
  });
  main: CommonJsModule | undefined;
  readonly #options: CommonJsOptions;
  /** What each directory's requests were found to be, as long as the module stays in the cache. */
  readonly #found = new Map<string, string>();

  constructor(options: CommonJsOptions) {
    this.#options = options;
    useCommonJs(this);
  }

  /** What `require(id)` in a module returns. */
  require(id: string, parent: CommonJsModule): unknown {
    validateString(id, 'id');
    if (id === '') throw invalidArgValue('id', id, 'must be a non-empty string');
    const question = `${parent.path}\n${id}`;
    const known = this.cache[this.#found.get(question) ?? ''];
    if (known) return this.#use(known, parent);
    const target = this.#load(id, parent);
    if (target.type === 'built-in') return this.#options.builtInModule(target.name);
    if (target.type === 'error') throw new Error('A require has one target.');
    const record = this.#options.records.get(target.url);
    this.#found.set(question, record.filename);
    const cached = this.cache[record.filename];
    return cached ? this.#use(cached, parent) : this.run(record, parent).exports;
  }

  /** Runs a module that is not in the cache. It is there while it runs, for cycles, and stays if it does not throw. */
  run(
    record: Exclude<ModuleRecord, { format: 'broken' }>,
    parent: CommonJsModule | null | undefined,
    isMain = false,
  ): CommonJsModule {
    const module = new CommonJsModule(record.filename, parent);
    module.filename = record.filename;
    module.paths = nodeModulePaths(module.path);
    if (isMain) {
      this.main = module;
      module.id = '.';
    }
    this.cache[record.filename] = module;
    let succeeded = false;
    try {
      this.#execute(record, module);
      module.loaded = true;
      completeExports(module.exports);
      succeeded = true;
      return module;
    } finally {
      if (!succeeded) {
        // oxlint-disable-next-line -- the cache is an object because programs delete from it
        delete this.cache[record.filename];
        parent?.children.splice(parent.children.indexOf(module), 1);
      }
    }
  }

  /** `module.exports` of a file that an ES module imports. */
  importedExports(filename: string, url: string): unknown {
    const cached = this.cache[filename];
    if (cached) return cached.exports;
    return this.run(this.#options.records.get(url), undefined).exports;
  }

  /** Compiles text that is in no file and runs it as a module's: `module._compile()`, `-e`. */
  compile(source: string, name: string, module: CommonJsModule): unknown {
    const from = module.filename ?? `${module.path}/${name}`;
    const { kernel, records } = this.#options;
    const target = records.take(kernel.compile(source, name, 'commonjs', from));
    const record = records.get(target.type === 'record' ? target.url : name);
    return this.#call(record as CommonJsRecord, module, from);
  }

  /** Makes the `require` of a module. */
  requireOf(module: CommonJsModule): Require {
    const resolve = (request: string, paths?: readonly string[]) => this.resolve(request, module, paths);
    const main = () => this.main;
    const require = function require(this: unknown, id: string): unknown {
      return module.require(id);
    } as Require;
    require.resolve = Object.assign(
      function (request: string, options?: { paths?: string[] }): string {
        validateString(request, 'request');
        return resolve(request, options?.paths);
      },
      {
        paths: function paths(request: string): string[] | null {
          validateString(request, 'request');
          return request.startsWith('.') ? [module.path] : module.paths;
        },
      },
    );
    Object.defineProperty(require, 'main', { get: main, enumerable: true, configurable: true });
    require.extensions = this.extensions;
    require.cache = this.cache;
    return require;
  }

  /** What `require.resolve` answers. */
  resolve(request: string, module: CommonJsModule, paths?: readonly string[]): string {
    let failure: unknown;
    for (const directory of paths ?? [module.path]) {
      try {
        return this.#options.kernel.resolve(request, `${directory}/.`, 'require');
      } catch (error) {
        failure = error;
      }
    }
    throw this.#withRequireStack(failure, module);
  }

  #load(id: string, parent: CommonJsModule) {
    const { kernel, records } = this.#options;
    try {
      const from = `${parent.path}/.`;
      const loaded = kernel.load({ specifier: id, from, kind: 'require', attributes: {} });
      const { target } = loaded;
      records.take(loaded);
      // A file that was known but left the cache (`delete require.cache[...]`) is read again.
      const isStale = target.type === 'record' && loaded.records.length === 0 && !this.#isCached(target.url);
      return isStale
        ? records.take(kernel.load({ specifier: id, from, kind: 'require', attributes: {}, reload: true }))
        : target;
    } catch (error) {
      throw this.#withRequireStack(error, parent);
    }
  }

  #isCached(url: string): boolean {
    try {
      const record = this.#options.records.get(url);
      return record.format === 'module' || record.filename in this.cache;
    } catch {
      return false;
    }
  }

  #execute(record: Exclude<ModuleRecord, { format: 'broken' }>, module: CommonJsModule): void {
    switch (record.format) {
      case 'json':
        module.exports = parseJson(record.source, record.filename);
        return;
      case 'module':
        module.exports = this.#requireEsModule(record.url, record.filename, requireStackOf(module.parent));
        return;
      case 'commonjs':
        this.#call(record, module, record.filename);
    }
  }

  /** @param requiredBy the modules that led here, the nearest first */
  #requireEsModule(url: string, filename: string, requiredBy: readonly string[]): unknown {
    const module = this.#options.esModules.linked({ type: 'record', url });
    if (module.status === 'evaluating' || module.status === 'evaluating-async') {
      throw nodeError(
        'ERR_REQUIRE_CYCLE_MODULE',
        `Cannot require() ES Module ${filename} in a cycle.${requiredBy.length > 0 ? ` (from ${requiredBy[0]})` : ''} A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded.`,
      );
    }
    if (waitsAnywhere(module)) {
      const lines = [
        'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.',
        `Required module: ${filename}`,
        ...(requiredBy.length > 0 ? ['Require stack:', ...requiredBy.map((name) => `- ${name}`)] : []),
      ];
      const error = nodeError('ERR_REQUIRE_ASYNC_MODULE', lines.join('\n'));
      throw Object.defineProperty(error, 'requireStack', { value: requiredBy, configurable: true });
    }
    evaluateModulesSync(module);
    return requiredNamespace(module);
  }

  #call(record: CommonJsRecord, module: CommonJsModule, from: string): unknown {
    const head = `(function ${bodyFunctionName}(exports, require, module, __filename, __dirname, $$import) {`;
    const { source, columns, filename: name } = record;
    const body = compileFunction({ name, source, columns, isCommonJs: true }, head, record.body) as (
      ...parameters: unknown[]
    ) => unknown;
    const importer = (specifier: unknown, options?: unknown) =>
      this.#options.esModules.import(specifier, pathToFileUrl(from), options);
    return body.call(
      module.exports,
      module.exports,
      this.requireOf(module),
      module,
      module.filename ?? name,
      module.path,
      importer,
    );
  }

  #use(module: CommonJsModule, parent: CommonJsModule): unknown {
    if (!parent.children.includes(module)) parent.children.push(module);
    return module.loaded ? module.exports : circularExports(module.exports);
  }

  /** Node names the modules on the way to the one that was not found. */
  #withRequireStack(error: unknown, module: CommonJsModule): unknown {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') return error;
    if ('requestPath' in error || 'requireStack' in error) return error;
    const requireStack = requireStackOf(module);
    if (requireStack.length > 0) error.message += `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
    return Object.assign(error, { requireStack });
  }
}

/** A module and those that led to it. */
function requireStackOf(module: CommonJsModule | null | undefined): string[] {
  const names: string[] = [];
  for (let at = module; at; at = at.parent) names.push(at.filename ?? at.id);
  return names;
}

/** Node's folders to look for packages in, from a directory upwards. */
export function nodeModulePaths(directory: string): string[] {
  const names = directory.split('/').filter(Boolean);
  const paths: string[] = [];
  for (let depth = names.length; depth >= 0; depth--) {
    if (names[depth - 1] === 'node_modules') continue;
    paths.push(`/${[...names.slice(0, depth), 'node_modules'].join('/')}`);
  }
  return paths;
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash) || '/';
}

let current: CommonJsModules | undefined;

function useCommonJs(modules: CommonJsModules): void {
  current = modules;
}

function commonJs(): CommonJsModules {
  if (!current) throw new Error('The module system has not been started.');
  return current;
}

/** What `require.extensions` holds: the kernel decides how a file is loaded, so the functions only delegate. */
function loadByKernel(module: CommonJsModule, filename: string): void {
  module.exports = module.require(filename);
}
