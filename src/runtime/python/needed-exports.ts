import type { CreateModule } from './kernel-imports.ts';
import type { ImportTable } from './system-call-context.ts';

/** What Emscripten's script looks up as it looks up the symbols of a library: where the program begins. */
const ENTRY = '__main_argc_argv';

/**
 * Spares Emscripten's script the preparations for libraries that could be linked to the machine code while it runs. There
 * are none; but for each of its 7,000 exported functions the script would enter a symbol, a global and a place in the table,
 * which takes as long as all else that links it.
 *
 * The places decide what the pointers in a memory snapshot mean: what makes a snapshot has to be linked in the same way.
 */
export function neededExports(create: CreateModule): CreateModule {
  return (settings) => {
    const { instantiateWasm } = settings;
    if (!instantiateWasm) throw new Error('Pyodide has changed how it instantiates its machine code.');
    settings.instantiateWasm = (imports, done) => {
      let exports: WebAssembly.Exports = {};
      enterSymbolsLater(imports['env']!, () => exports);
      return instantiateWasm(imports, (instance, module) => {
        ({ exports } = instance);
        done({ exports: withFewKeys(exports) }, module);
      });
    };
    return create(settings);
  };
}

/**
 * An object on which loops over its keys find the entry only. The script also copies it by `Object.assign`, to take the
 * functions that it calls from the copy: a key `__proto__` makes all exports the copy's prototype, so that it has them.
 */
function withFewKeys(exports: WebAssembly.Exports): WebAssembly.Exports {
  const few = { [ENTRY]: exports[ENTRY]! };
  // A copy, since some are replaced.
  return Object.defineProperty(few, '__proto__', { value: { ...exports }, enumerable: true });
}

/** Python's `ctypes` finds the interpreter's own functions by name: then they are entered. */
function enterSymbolsLater(table: ImportTable, exports: () => WebAssembly.Exports): void {
  const { _dlsym_js: lookUp } = table;
  if (!lookUp) throw new Error('The compiled CPython no longer imports "_dlsym_js".');
  let isEntered = false;
  table['_dlsym_js'] = (...args) => {
    if (!isEntered) Object.assign(table, { ...exports(), ...table });
    isEntered = true;
    return lookUp(...args);
  };
}
