import { createFacilities } from './facilities.ts';
import type { LoadPyodide, Pyodide, PyodideOptions } from './pyodide.ts';

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
  readonly source: Pick<PyodideOptions, 'indexURL' | 'createPyodideModule'>;
  /** Sources of our package by file name, when the library archive does not hold them. */
  readonly shims?: Readonly<Record<string, string>>;
  /** Replaces or adds facilities: a test stands in for the kernel. */
  readonly facilities?: Readonly<Record<string, object>>;
  /** Makes the interpreter a process, and gives the facilities that need one. */
  readonly connect?: () => Readonly<Record<string, object>>;
}

/**
 * Starts CPython with our package installed and connected:
 *
 * 1. Pyodide boots;
 * 2. `_interleave.install()` puts our names in the place of what Emscripten lacks; it may use no object of JavaScript, so
 *    that a memory snapshot can be taken after it;
 * 3. it becomes a process, whose system calls the kernel answers;
 * 4. the module `_interleave_host` appears, whose attributes are the facilities of `facilities.ts`, and
 *    `_interleave.attach()` hands them to the shims.
 */
export async function startInterpreter(options: InterpreterOptions): Promise<Pyodide> {
  const pyodide = await options.loadPyodide({
    ...options.source,
    lockFileContents: LOCK_FILE,
    // What `import js` would find. A program has the interpreter's own Worker only, but nothing in it is meant for it.
    jsglobals: {},
    env: { HOME: '/home', PYTHONINSPECT: '' },
    _sysExecutable: PYTHON_PATH,
  });
  if (options.shims) addShims(pyodide, options.shims);
  pyodide.runPython('import _interleave; _interleave.install()');
  pyodide.registerJsModule('_interleave_host', {
    ...createFacilities(pyodide),
    ...options.connect?.(),
    ...options.facilities,
  });
  pyodide.runPython('import _interleave; _interleave.attach()');
  return pyodide;
}

function addShims(pyodide: Pyodide, shims: Readonly<Record<string, string>>): void {
  pyodide.FS.mkdirTree(`${SHIMS_DIRECTORY}/_interleave`);
  for (const [name, source] of Object.entries(shims)) {
    pyodide.FS.writeFile(`${SHIMS_DIRECTORY}/_interleave/${name}`, source);
  }
  pyodide.runPython(`import sys; sys.path.append('${SHIMS_DIRECTORY}')`);
}
