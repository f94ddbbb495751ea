import type { CPython, Pointer } from './cpython.ts';
import { attribute, constantString, importModule, readPointer, stringAt } from './cpython.ts';
import type { Code } from './web-assembly-module.ts';

/** A C function of CPython that we call instead of replacing what it does. Takes and returns what its convention says. */
export type CFunction = (...parameters: Pointer[]) => Pointer;

/**
 * How CPython calls a function, by the flags of its `PyMethodDef`, and how many parameters that makes.
 *
 * @see https://docs.python.org/3.14/c-api/structures.html#c.PyMethodDef
 */
const CONVENTIONS = {
  /** `(self, NULL)` */
  'no-args': { flags: 0x4, parameters: 2 },
  /** `(self, arg)` */
  one: { flags: 0x8, parameters: 2 },
  /** `(self, args)` */
  varargs: { flags: 0x1, parameters: 2 },
  /** `(self, args, kwargs)`; kwargs may be NULL */
  keywords: { flags: 0x3, parameters: 3 },
  /** `(self, values, count, names)`; names, a tuple, may be NULL */
  'fast-keywords': { flags: 0x82, parameters: 4 },
  /** `(self, type, values, count, names)` */
  'method-keywords': { flags: 0x282, parameters: 5 },
} as const;

export type Convention = keyof typeof CONVENTIONS;

/** A function, or a method under all its names, whose compiled code ours takes the place of. */
export interface Replacement {
  readonly module: string;
  /** A class of the module, for a method. */
  readonly type?: string;
  readonly names: readonly [string, ...string[]];
  readonly convention: Convention;
  readonly blocks: boolean;
  /** See `NativeFunction`. */
  readonly shortcut?: Code;
  /** Makes the function, given CPython's. */
  replace(original: CFunction): (...parameters: Pointer[]) => number;
}

export function parametersOf(convention: Convention): number {
  return CONVENTIONS[convention].parameters;
}

export function flagsOf(convention: Convention): number {
  return CONVENTIONS[convention].flags;
}

/**
 * The `PyMethodDef`s behind a replacement. Whoever holds the function object, calls our code once its definition says so:
 * no name has to be replaced anywhere, and the modules that imported it before need not be loaded again.
 *
 * @throws Error when they are not what we expect
 */
export function definitionsOf(python: CPython, replacement: Replacement): Pointer[] {
  const module = importModule(python, replacement.module);
  const owner = replacement.type === undefined ? module : attribute(python, module, replacement.type);
  // m_ml of a PyCFunctionObject, d_method of a PyMethodDescrObject.
  const offset = replacement.type === undefined ? 8 : 20;
  return replacement.names.map((name) => {
    const object = unwrapped(python, attribute(python, owner, name));
    const definition = readPointer(python, object + offset);
    const found = `${stringAt(python, readPointer(python, definition))}, flags ${readPointer(python, definition + 8)}`;
    const wanted = `${name}, flags ${flagsOf(replacement.convention)}`;
    if (found !== wanted) {
      throw new Error(
        `CPython's ${replacement.module}.${name} is "${found}", not "${wanted}". ` +
          'Threads are made for Pyodide 314.0.7; see src/runtime/python/threads.',
      );
    }
    return definition;
  });
}

/** Pyodide wraps `time.sleep` in a Python function. */
function unwrapped(python: CPython, object: Pointer): Pointer {
  const wrapped = python._PyObject_GetAttrString(object, constantString(python, '__wrapped__'));
  if (wrapped !== 0) return wrapped;
  python._PyErr_Clear();
  return object;
}
