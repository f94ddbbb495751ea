import type { CommonJsRecord, LoadedModules } from '../../protocol/module-calls.ts';
import { pathToFileUrl } from '../../protocol/file-url.ts';
import { runScript } from '../source-registry.ts';
import { uncaughtErrorHeader } from '../stack-traces.ts';
import { CommonJsModule, nodeModulePaths } from './commonjs-modules.ts';
import { evaluateModules } from './evaluate-modules.ts';
import { reviveModuleError } from './module-records.ts';
import type { ModuleSystem } from './module-system.ts';

/** What a program that was started has given so far. */
export interface RunningProgram {
  /** The promise of an ES module; `undefined` when the program was CommonJS and has run to its end. */
  readonly evaluation: Promise<void> | undefined;
  /** What the last expression of `-p` was worth. */
  readonly value?: unknown;
}

/**
 * Runs a file as Node's entry: CommonJS at once, an ES module with a promise.
 * @throws what CommonJS throws, and what loading either kind throws
 */
export function runFile(system: ModuleSystem, path: string): RunningProgram {
  const { records, commonJs, esModules } = system;
  const target = records.take(loadEntry(system, path));
  if (target.type !== 'record') throw new Error(`The entry "${path}" is no file.`);
  system.mainUrl = target.url;
  const record = records.get(target.url);
  // What it imports has come with it.
  if (record.format === 'module') return evaluatedLater(() => evaluateModules(esModules.linked(target)));
  commonJs.run(record, undefined, true);
  return { evaluation: undefined };
}

/** Runs what a URL names: `new Worker(new URL(…))` with `data:`, or a `file:` URL. */
export function runUrl(system: ModuleSystem, url: string): RunningProgram {
  system.mainUrl = url;
  return evaluatedLater(() => evaluateModules(system.esModules.load(url, pathToFileUrl('/'))));
}

/**
 * Runs text that is in no file, such as that of `-e`. CommonJS runs as a script in the global scope, with `require` and
 * the other names of a module as globals, so that its variables are global and its last expression has a value.
 *
 * @param name `[eval]`, `[stdin]` or `[worker eval]`
 */
export function runText(
  system: ModuleSystem,
  text: string,
  name: string,
  format: 'commonjs' | 'module',
  cwd: string,
): RunningProgram {
  const { kernel, records, esModules } = system;
  const base = cwd === '/' ? '' : cwd;
  const moduleUrl = `${pathToFileUrl(base)}/${name.replace(']', '1]')}`;
  const url = format === 'module' ? moduleUrl : name;
  const target = records.take(kernel.compile(text, url, format, `${base}/${name}`));
  const record = records.get(target.type === 'record' ? target.url : url);
  if (record.format === 'module') {
    if (format === 'commonjs') return runText(system, text, name, 'module', cwd);
    system.mainUrl = url;
    return evaluatedLater(() => evaluateModules(esModules.linked(target)));
  }
  const module = new CommonJsModule(name, undefined);
  module.filename = `${base}/${name}`;
  module.path = cwd;
  module.paths = nodeModulePaths(cwd);
  defineScriptGlobals(system, module, name);
  const { source, columns, body } = record as CommonJsRecord;
  try {
    const value = runScript({ name, source, columns, isCommonJs: false }, body);
    return { evaluation: undefined, value };
  } catch (error) {
    if (name === '[worker eval]') showLine(error);
    throw error;
  }
}

/** A worker's owner has no other way to see the line. */
function showLine(error: unknown): void {
  if (!(error instanceof Error)) return;
  try {
    error.stack = `${uncaughtErrorHeader(error, true)}${error.stack}`;
  } catch {
    // A program's own `Error.prepareStackTrace` may throw.
  }
}

/** Node evaluates ES modules in a microtask: a tick that the main module makes comes after its promises' reactions. */
function evaluatedLater(evaluate: () => Promise<void>): RunningProgram {
  return { evaluation: Promise.resolve().then(evaluate) };
}

/** Compiles a file and does not run it. @throws SyntaxError; MODULE_NOT_FOUND */
export function checkFile({ kernel }: ModuleSystem, path: string): void {
  const mistake = asEntry(() => kernel.check(path));
  if (mistake) throw reviveModuleError(mistake);
}

function loadEntry({ kernel }: ModuleSystem, path: string): LoadedModules {
  return asEntry(() => kernel.load({ specifier: path, from: '/', kind: 'require', attributes: {} }));
}

/** Node looks for its entry as `require` does; nobody required it, so the stack of an error is empty. */
function asEntry<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    const { message } = error as Error;
    const stack = `Error: ${message}\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1592:15)`;
    throw Object.assign(error as Error, { requireStack: [], stack });
  }
}

function defineScriptGlobals(
  { commonJs, esModules }: ModuleSystem,
  module: CommonJsModule,
  name: string,
): void {
  const globals: Record<string, unknown> = {
    require: commonJs.requireOf(module),
    module,
    exports: module.exports,
    __filename: name,
    __dirname: '.',
  };
  for (const [key, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, key, { value, writable: true, configurable: true, enumerable: true });
  }
  const importer = (specifier: unknown, options?: unknown) =>
    esModules.import(specifier, pathToFileUrl(module.filename!), options);
  Object.defineProperty(globalThis, '$$import', { value: importer, configurable: true });
}
