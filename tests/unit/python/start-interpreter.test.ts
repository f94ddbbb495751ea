import { beforeAll, expect, it } from 'vitest';
import type { Pyodide } from '../../../src/runtime/python/pyodide.ts';
import { pythonInNode } from '../../support/python-in-node.ts';

let python: Pyodide;

beforeAll(async () => {
  ({ pyodide: python } = await pythonInNode({ greeter: { greet: (name: string) => `hello ${name}` } }));
});

it('startInterpreter() starts CPython 3.14 with our package and the facilities attached', () => {
  expect(python.runPython('import sys; sys.version_info[:2] == (3, 14)')).toBe(true);
  expect(python.runPython('import _interleave_host; _interleave_host.greeter.greet("you")')).toBe(
    'hello you',
  );
  expect(python._module.jspiSupported).toBe(true);
});

it('preload() leaves the garbage collector nothing to look through but what comes after', () => {
  python.runPython('import gc, _interleave.preload; _interleave.preload.preload()');
  expect(python.runPython('"asyncio" in sys.modules and gc.get_freeze_count() > 10_000')).toBe(true);
  expect(python.runPython('len(gc.get_objects()) < 1000')).toBe(true);
});

it("ctypes finds the interpreter's own functions by name, and no others", () => {
  python.runPython(`
import ctypes
version = ctypes.pythonapi.Py_GetVersion
version.restype = ctypes.c_char_p
`);
  expect(python.runPython("version().startswith(b'3.14')")).toBe(true);
  expect(python.runPython('ctypes.pythonapi.PyLong_AsLong(ctypes.py_object(7))')).toBe(7);
  expect(python.runPython("hasattr(ctypes.pythonapi, 'PyMissing_New')")).toBe(false);
});
