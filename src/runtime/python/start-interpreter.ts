import { createFacilities } from './facilities.ts';
import { neededExports } from './needed-exports.ts';
import type { LoadPyodide, Pyodide, PyodideOptions } from './pyodide.ts';
import { guardedImports } from './threads/guarded-imports.ts';
import { installThreads } from './threads/install-threads.ts';
import { PendingSignals } from './threads/pending-signals.ts';
import type { Scheduler } from './threads/scheduler.ts';

/** The path of the interpreter, as Python programs see it. */
export const PYTHON_PATH = '/usr/bin/python3';

/** Where an interpreter that was not made from our library archive finds our own package. */
const SHIMS_DIRECTORY = '/lib/interleave';

/** Pyodide checks these against its own; there is nothing that could be installed. */
const LOCK_FILE = {
  info: {
    abi_version: '2026_0',
    arch: 'wasm32',
    platform: 'emscripten_5_0_3',
    python: '3.14.2',
    version: '314.0.7',
  },
  packages: {},
};

/** What an interpreter is started with. */
export interface InterpreterOptions {
  readonly loadPyodide: LoadPyodide;
  /** Where the parts come from, which differs between a Worker and Node. */
  readonly source: Pick<
    PyodideOptions,
    'indexURL' | 'createPyodideModule' | 'stdLibURL' | '_makeSnapshot' | '_loadSnapshot'
  >;
  /** Sources of our package by file name, when neither the library archive nor a snapshot holds them. */
  readonly shims?: Readonly<Record<string, string>>;
}

/** What an interpreter is connected with when it becomes a process. */
export interface ConnectionOptions {
  /** Replaces or adds facilities: a test stands in for the kernel. */
  readonly facilities?: Readonly<Record<string, object>>;
  /** Makes the interpreter a process, and gives the facilities that need one. */
  readonly connect?: () => Readonly<Record<string, object>>;
}

/** An interpreter that has been started. */
export interface Interpreter {
  readonly pyodide: Pyodide;
  /** Runs its threads, the main thread first of all: only in them may a program wait. */
  readonly scheduler: Scheduler;
}

/**
 * Starts CPython with our package installed and connected:
 *
 * 1. Pyodide boots;
 * 2. `_interleave.install()` puts our names in the place of what Emscripten lacks; it may use no object of JavaScript, so
 *    that a memory snapshot can be taken after it, from which later interpreters start here;
 * 3. `installThreads()` replaces the code of the C functions that threads are made of;
 * 4. it becomes a process, whose system calls the kernel answers;
 * 5. the module `_interleave_host` appears, whose attributes are the facilities of `facilities.ts`, and
 *    `_interleave.attach()` hands them to the shims.
 */
export async function startInterpreter(
  options: InterpreterOptions & ConnectionOptions & { readonly signals?: PendingSignals },
): Promise<Interpreter> {
  const pyodide = await installedInterpreter(options);
  const interpreter = {
    pyodide,
    scheduler: installThreads(pyodide, options.signals ?? new PendingSignals()),
  };
  connectInterpreter(interpreter, options);
  return interpreter;
}

/** The last two steps: what an interpreter that has booted, be it from a snapshot, and has threads becomes with a process. */
export function connectInterpreter(
  { pyodide, scheduler }: Interpreter,
  { connect, facilities }: ConnectionOptions,
): void {
  pyodide.registerJsModule('_interleave_host', {
    ...createFacilities(pyodide, scheduler),
    ...connect?.(),
    ...facilities,
  });
  pyodide.runPython('import _interleave; _interleave.attach()');
}

/** Starts CPython with our package installed, so that a snapshot can be taken of it. */
export async function installedInterpreter(options: InterpreterOptions): Promise<Pyodide> {
  const pyodide = await bootInterpreter(options);
  if (options.shims) addShims(pyodide, options.shims);
  pyodide.runPython('import _interleave; _interleave.install()');
  return pyodide;
}

/** Boots Pyodide, or what a snapshot holds: then everything is installed already. */
export function bootInterpreter({
  loadPyodide,
  source,
}: Pick<InterpreterOptions, 'loadPyodide' | 'source'>): Promise<Pyodide> {
  const { createPyodideModule } = source;
  return loadPyodide({
    ...source,
    ...(createPyodideModule && { createPyodideModule: neededExports(guardedImports(createPyodideModule)) }),
    lockFileContents: LOCK_FILE,
    // What `import js` would find. A program has the interpreter's own Worker only, but nothing in it is meant for it.
    jsglobals: {},
    // The snapshot is the same whenever it is made.
    env: { HOME: '/home', PYTHONINSPECT: '', PYTHONHASHSEED: '0' },
    _sysExecutable: PYTHON_PATH,
  });
}

function addShims(pyodide: Pyodide, shims: Readonly<Record<string, string>>): void {
  pyodide.FS.mkdirTree(`${SHIMS_DIRECTORY}/_interleave`);
  for (const [name, source] of Object.entries(shims)) {
    pyodide.FS.writeFile(`${SHIMS_DIRECTORY}/_interleave/${name}`, source);
  }
  pyodide.runPython(`import sys; sys.path.append('${SHIMS_DIRECTORY}')`);
}
