import type { CPython } from './cpython.ts';
import { attribute, importModule, readPointer } from './cpython.ts';
import type { StackTaker } from './stack-taking.ts';

/** The engine's stack bears three thousand containers within each other, and their like; CPython gives up before that. */
const FRAME_BYTES = 112;

/**
 * The functions of a type that go through what an object holds. Where their addresses are in a `PyTypeObject`:
 * @see https://docs.python.org/3.14/c-api/typeobj.html#pytypeobject-definition
 */
const SLOTS = [
  // tp_repr
  { offset: 44, parameters: 1, types: 'list tuple dict set' },
  // tp_richcompare
  { offset: 100, parameters: 3, types: 'list tuple dict' },
] as const;

/** What prints and compares containers that hold containers: see `takeStack()`. */
export function nestedContainers(python: CPython): StackTaker[] {
  const builtins = importModule(python, 'builtins');
  const takers = SLOTS.flatMap(({ offset, parameters, types }) =>
    types.split(' ').map((name): StackTaker => {
      const type = attribute(python, builtins, name);
      const index = readPointer(python, type + offset);
      python._Py_DecRef(type);
      return { index, parameters, results: 1, frameBytes: FRAME_BYTES };
    }),
  );
  python._Py_DecRef(builtins);
  return takers;
}
