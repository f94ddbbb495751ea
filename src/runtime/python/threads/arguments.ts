import type { CPython, Pointer } from './cpython.ts';
import { constantString, stringAt } from './cpython.ts';

/** The argument of a `(self, args, kwargs)` function by position or name, borrowed; 0 when it was not given. */
export function argument(
  python: CPython,
  args: Pointer,
  kwargs: Pointer,
  index: number,
  name: string,
): Pointer {
  if (index < python._PyTuple_Size(args)) return python._PyTuple_GetItem(args, index);
  return kwargs === 0 ? 0 : python._PyDict_GetItemString(kwargs, constantString(python, name));
}

/** The same of a `(…, values, count, names)` function, whose named values come after the others. */
export function fastArgument(
  python: CPython,
  [values, count, names]: readonly [Pointer, number, Pointer],
  index: number,
  name: string,
): Pointer {
  // The flag PY_VECTORCALL_ARGUMENTS_OFFSET is the uppermost bit of the count.
  const positional = count & 0x7fffffff;
  if (index < positional) return python.HEAPU32[(values >>> 2) + index] as Pointer;
  for (let place = 0; names !== 0 && place < python._PyTuple_Size(names); place++) {
    if (stringAt(python, python._PyUnicode_AsUTF8(python._PyTuple_GetItem(names, place))) === name) {
      return python.HEAPU32[(values >>> 2) + positional + place] as Pointer;
    }
  }
  return 0;
}
