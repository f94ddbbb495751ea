import type { CreateModule } from '../kernel-imports.ts';
import type { CPython } from './cpython.ts';

/**
 * Imports that never call back into CPython, or that themselves say whether a stack can be suspended: the C library's
 * system calls, what CPython asks all the time, and Pyodide's own stack switching.
 */
const UNGUARDED =
  /^(__syscall|fd_|emscripten_|_emscripten|_Py|saveState|restoreState|syncifyHandler|set_suspender|get_suspender|_maybe_|_try_)/;

/**
 * Makes Emscripten's module such that no stack is suspended with a frame of JavaScript on it, which the engine refuses: while
 * a function of JavaScript runs that Python called, and might call Python (to convert an object, say), `validSuspender` is
 * false.
 */
export function guardedImports(create: CreateModule): CreateModule {
  return (settings) => {
    const { instantiateWasm } = settings;
    if (!instantiateWasm) throw new Error('Pyodide has changed how it instantiates its machine code.');
    settings.instantiateWasm = (imports, done) => {
      const table = imports['env'];
      if (!table) throw new Error('The compiled CPython has no imports called "env".');
      for (const [name, answer] of Object.entries(table)) {
        if (typeof answer !== 'function' || UNGUARDED.test(name)) continue;
        table[name] = (...args) => {
          const { validSuspender } = settings as CPython;
          const before = validSuspender.value;
          if (!before) return answer(...args);
          validSuspender.value = false;
          try {
            return answer(...args);
          } finally {
            validSuspender.value = true;
          }
        };
      }
      return instantiateWasm(imports, done);
    };
    return create(settings);
  };
}
