import type { EmscriptenModule } from '../pyodide.ts';

/** The address of something in the interpreter's memory, or of a Python object. 0 is NULL. */
export type Pointer = number;

/**
 * The part of CPython's C API that threads are made of, as Pyodide exports it, beside Emscripten's memory and stack.
 * A function that returns a Python object returns 0 with an exception set when it fails. Its type says "new" or
 * "borrowed" where it matters who owns the reference.
 *
 * @see https://docs.python.org/3.14/c-api/
 */
export interface CPython extends EmscriptenModule {
  /** Whether the code that runs can be suspended: Pyodide clears it while Python runs as a callback of JavaScript. */
  readonly validSuspender: { value: boolean };
  readonly wasmTable: WebAssembly.Table;
  readonly memory: WebAssembly.Memory;
  stackRestore(pointer: Pointer): void;
  /** What these two read and set, for WebAssembly. */
  readonly ___stack_pointer: WebAssembly.Global;
  _malloc(sizeBytes: number): Pointer;
  _free(pointer: Pointer): void;

  /** Counts down in the evaluation loop, and is set to 50 just before the interrupt buffer is read there. */
  readonly __Py_emscripten_signal_clock: Pointer;
  readonly __PyRuntime: Pointer;
  readonly __Py_NoneStruct: Pointer;
  readonly __Py_TrueStruct: Pointer;
  readonly __Py_FalseStruct: Pointer;
  /** Addresses of the variables that hold the classes. */
  readonly _PyExc_PythonFinalizationError: Pointer;
  readonly _PyExc_RuntimeError: Pointer;
  readonly _PyExc_SystemExit: Pointer;
  readonly _PyExc_ValueError: Pointer;

  _PyErr_CheckSignals(): number;
  _PyErr_Clear(): void;
  _PyErr_ExceptionMatches(type: Pointer): number;
  _PyErr_FormatUnraisable(format: Pointer, values: Pointer): void;
  _PyErr_GetRaisedException(): Pointer;
  _PyErr_NoMemory(): Pointer;
  _PyErr_Occurred(): Pointer;
  _PyErr_SetInterruptEx(signal: number): number;
  _PyErr_SetRaisedException(error: Pointer): void;
  _PyErr_SetString(type: Pointer, message: Pointer): void;
  _PyBool_FromLong(value: number): Pointer;
  _PyCMethod_New(definition: Pointer, self: Pointer, module: Pointer, type: Pointer): Pointer;
  _PyDict_GetItemString(dict: Pointer, name: Pointer): Pointer;
  _PyDict_Copy(dict: Pointer): Pointer;
  _PyDict_DelItemString(dict: Pointer, name: Pointer): number;
  _PyFloat_AsDouble(value: Pointer): number;
  _PyFrame_GetCode(frame: Pointer): Pointer;
  _PyImport_AddModule(name: Pointer): Pointer;
  _PyImport_ImportModule(name: Pointer): Pointer;
  _PyInterpreterState_Get(): Pointer;
  _PyLong_AsLong(value: Pointer): number;
  _PyLong_FromUnsignedLong(value: number): Pointer;
  readonly _PyFloat_Type: Pointer;
  _PyNumber_Index(value: Pointer): Pointer;
  _PyObject_Call(callable: Pointer, args: Pointer, kwargs: Pointer): Pointer;
  _PyObject_CallNoArgs(callable: Pointer): Pointer;
  _PyObject_CallOneArg(callable: Pointer, argument: Pointer): Pointer;
  _PyObject_GetAttrString(object: Pointer, name: Pointer): Pointer;
  _PyObject_IsTrue(object: Pointer): number;
  _PyObject_SetAttrString(object: Pointer, name: Pointer, value: Pointer): number;
  _PyObject_Str(object: Pointer): Pointer;
  _PySignal_SetWakeupFd(descriptor: number): number;
  _PyThread_get_thread_ident(): number;
  _PyThreadState_Clear(state: Pointer): void;
  _PyThreadState_DeleteCurrent(): void;
  _PyThreadState_GetFrame(state: Pointer): Pointer;
  _PyThreadState_GetUnchecked(): Pointer;
  _PyThreadState_New(interpreter: Pointer): Pointer;
  _PyThreadState_Swap(state: Pointer): Pointer;
  _PyType_GetSlot(type: Pointer, slot: number): Pointer;
  _PyTuple_GetItem(tuple: Pointer, index: number): Pointer;
  _PyTuple_New(size: number): Pointer;
  _PyTuple_SetItem(tuple: Pointer, index: number, value: Pointer): number;
  _PyTuple_Size(tuple: Pointer): number;
  _PyUnicode_AsUTF8(text: Pointer): Pointer;
  _PyUnicode_FromString(text: Pointer): Pointer;
  _PyUnstable_ThreadState_SetStackProtection(state: Pointer, start: Pointer, sizeBytes: number): number;
  _Py_DecRef(object: Pointer): void;
  _Py_IncRef(object: Pointer): void;

  /** Pyodide's conversions; the pointers are new references. */
  _js2python(value: unknown): Pointer;
  _python2js(object: Pointer): unknown;
  readonly PyProxy_getPtr: (proxy: object) => Pointer;
}

/** `ob_type` of a `PyObject`. */
export const TYPE = 4;
/** `ob_size` of a `PyVarObject`, such as a tuple. */
export const SIZE = 8;
/** The first item of a tuple. */
export const FIRST_ITEM = 16;

const strings = new WeakMap<CPython, Map<string, Pointer>>();

/** A C string that lives as long as the interpreter: one for each text. */
export function constantString(python: CPython, text: string): Pointer {
  let known = strings.get(python);
  if (!known) strings.set(python, (known = new Map<string, Pointer>()));
  let pointer = known.get(text);
  if (pointer === undefined) {
    const bytes = new TextEncoder().encode(`${text}\0`);
    pointer = python._malloc(bytes.length);
    python.HEAPU8.set(bytes, pointer);
    known.set(text, pointer);
  }
  return pointer;
}

/** The text of a C string. */
export function stringAt(python: CPython, pointer: Pointer): string {
  const end = python.HEAPU8.indexOf(0, pointer);
  return new TextDecoder().decode(python.HEAPU8.subarray(pointer, end));
}

/** An attribute of an object, a new reference that is meant to be kept. @throws TypeError when there is none */
export function attribute(python: CPython, object: Pointer, name: string): Pointer {
  const value = python._PyObject_GetAttrString(object, constantString(python, name));
  if (value !== 0) return value;
  python._PyErr_Clear();
  throw new TypeError(`This CPython is not the one we know: an object has no attribute "${name}".`);
}

/** A module, imported if need be. @throws TypeError when there is none */
export function importModule(python: CPython, name: string): Pointer {
  const module = python._PyImport_ImportModule(constantString(python, name));
  if (module !== 0) return module;
  python._PyErr_Clear();
  throw new TypeError(`This CPython is not the one we know: there is no module "${name}".`);
}

/** Sets a Python exception, for a native function that then returns 0. */
export function raise(
  python: CPython,
  type: 'RuntimeError' | 'ValueError' | 'PythonFinalizationError',
  message: string,
): 0 {
  python._PyErr_SetString(readPointer(python, python[`_PyExc_${type}`]), constantString(python, message));
  return 0;
}

/** The 32-bit word at an address. */
export function readPointer(python: CPython, address: Pointer): Pointer {
  return python.HEAPU32[address >>> 2] as number;
}
