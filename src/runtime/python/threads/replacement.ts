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
  /** `(self, values, count)` */
  fast: { flags: 0x80, parameters: 3 },
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

/** The same by the flags of a function's definition. */
export function parametersByFlags(flags: number): number {
  const convention = Object.values(CONVENTIONS).find((known) => known.flags === flags);
  if (convention) return convention.parameters;
  throw new Error(`CPython calls a function by flags ${flags}, which none of those we know has.`);
}

export function flagsOf(convention: Convention): number {
  return CONVENTIONS[convention].flags;
}

/** Where the fields of a `PyMethodDef` are that we use. */
export const DEFINITION = { name: 0, code: 4, flags: 8 } as const;

/** The `PyMethodDef` of a function of a module, or of a method of a class. */
export function definitionOf(python: CPython, owner: Pointer, name: string, isMethod: boolean): Pointer {
  const object = unwrapped(python, attribute(python, owner, name));
  // m_ml of a PyCFunctionObject, d_method of a PyMethodDescrObject.
  return readPointer(python, object + (isMethod ? 20 : 8));
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
  return replacement.names.map((name) => {
    const definition = definitionOf(python, owner, name, replacement.type !== undefined);
    const found = `${stringAt(python, readPointer(python, definition + DEFINITION.name))}, flags ${readPointer(python, definition + DEFINITION.flags)}`;
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
