import type { CPython, Pointer } from './cpython.ts';
import { attribute, FIRST_ITEM, importModule, readPointer, SIZE, stringAt } from './cpython.ts';

/** What we know of CPython's structures, and checked. Offsets are in bytes, from the beginning of the object. */
export interface InterpreterLayout {
  /** `eval_breaker` of a `PyThreadState`: bits that make the evaluation loop look up. */
  readonly evalBreaker: number;
  /** `tp_dealloc` of a `PyTypeObject`. */
  readonly deallocator: number;
  /** `signals.wakeup.fd` of `_PyRuntime`: the descriptor of `signal.set_wakeup_fd`, -1 when there is none. */
  readonly wakeupDescriptor: number;
  setThreadIdent(state: Pointer, ident: number): void;
  /** The `LOCK_BITS` of a `_thread.lock` or `_thread.RLock`. */
  readonly lockByte: number;
  readonly rlock: RLockLayout;
  readonly threadHandle: ThreadHandleLayout;
  readonly bufferedFile: BufferedFileLayout;
}

/** A `_thread.RLock`: beside its lock, its owner and how often it was acquired beyond the first time. */
export interface RLockLayout {
  readonly owner: number;
  readonly level: number;
}

/** An `_io.BufferedReader` or its kin: the address of its lock, and which thread of the operating system has that. */
export interface BufferedFileLayout {
  readonly lock: number;
  readonly owner: number;
}

/** Bits of a `PyMutex`: it is held; somebody waits for it. */
export const LOCK_BITS = { held: 1, awaited: 2 } as const;

/** A `_thread._ThreadHandle` points to a structure, whose fields these are. */
export interface ThreadHandleLayout {
  readonly handle: number;
  readonly ident: number;
  readonly state: number;
  /** Values of the state. */
  readonly notStarted: number;
  readonly running: number;
}

/** CPython 3.14.2 as compiled by Pyodide 314.0.7, wasm32. */
const EXPECTED = {
  evalBreaker: 12,
  threadIdent: 92,
  deallocator: 24,
  wakeupDescriptor: 1556,
  lockByte: 8,
  rlock: { owner: 16, level: 24 },
  threadHandle: { handle: 8, ident: 16, state: 32, notStarted: 1, running: 3 },
  bufferedFile: { lock: 96, owner: 100 },
} as const;

/**
 * Checks every offset that no header documents against an object whose contents we know.
 *
 * @throws Error that says what moved: then Pyodide was updated, and this file has to be
 */
export function interpreterLayout(python: CPython): InterpreterLayout {
  checkThreadState(python);
  checkTypes(python);
  checkWakeup(python);
  checkLocks(python);
  checkThreadHandle(python);
  checkBufferedFile(python);
  return {
    ...EXPECTED,
    setThreadIdent: (state, ident) => {
      python.HEAPU32[(state + EXPECTED.threadIdent) >>> 2] = ident;
    },
  };
}

function checkThreadState(python: CPython): void {
  const ident = python._PyThread_get_thread_ident();
  const state = python._PyThreadState_GetUnchecked();
  expect('PyThreadState.thread_id', readPointer(python, state + EXPECTED.threadIdent), ident);
  // The signal of the interrupt buffer sets the bit of the breaker of the thread that CPython takes for its main thread,
  // which is the only one at boot; nobody else writes to the word. Eight bits of it are in use.
  const breaker = readPointer(python, state + EXPECTED.evalBreaker);
  expect('PyThreadState.eval_breaker, its upper bits', breaker & 0xff00, 0);
  expect(
    'PyThreadState.interp, before eval_breaker',
    readPointer(python, state + EXPECTED.evalBreaker - 4),
    python._PyInterpreterState_Get(),
  );
}

function checkTypes(python: CPython): void {
  const builtins = importModule(python, 'builtins');
  const type = attribute(python, builtins, 'list');
  const size = attribute(python, type, '__basicsize__');
  // tp_basicsize, tp_itemsize and tp_dealloc follow each other.
  const found = readPointer(python, type + EXPECTED.deallocator - 8);
  expect('PyTypeObject.tp_basicsize of list', found, python._PyLong_AsLong(size));
  for (const each of [size, type, builtins]) python._Py_DecRef(each);
}

function checkWakeup(python: CPython): void {
  const before = python._PySignal_SetWakeupFd(0x1234);
  const found = readPointer(python, python.__PyRuntime + EXPECTED.wakeupDescriptor);
  python._PySignal_SetWakeupFd(before);
  expect('_PyRuntime.signals.wakeup.fd', found, 0x1234);
}

function checkLocks(python: CPython): void {
  const module = importModule(python, '_thread');
  const lock = call(python, module, 'lock');
  const { lockByte, rlock } = EXPECTED;
  expect('the state of an unlocked lock', python.HEAPU8[lock + lockByte], 0);
  python.HEAPU8[lock + lockByte] = LOCK_BITS.held;
  expect('lock.locked() of a lock we locked', truth(python, lock, 'locked'), 1);
  python.HEAPU8[lock + lockByte] = LOCK_BITS.awaited;
  expect('lock.locked() of a lock we unlocked', truth(python, lock, 'locked'), 0);

  python.HEAPU8[lock + lockByte] = 0;

  const recursive = call(python, module, 'RLock');
  expect('the state of an unlocked RLock', python.HEAPU8[recursive + lockByte], 0);
  python.HEAPU8[recursive + lockByte] = LOCK_BITS.held;
  python.HEAPU32[(recursive + rlock.owner) >>> 2] = 0x1234;
  python.HEAPU32[(recursive + rlock.level) >>> 2] = 6;
  const shown = repr(python, recursive);
  expect('repr(RLock)', /owner=(\d+) count=(\d+)/.exec(shown)?.slice(1).join(), `${0x1234},7`);
  python.HEAPU8[recursive + lockByte] = 0;
  python.HEAPU32[(recursive + rlock.owner) >>> 2] = 0;
  python.HEAPU32[(recursive + rlock.level) >>> 2] = 0;
  const tuple = python._PyTuple_New(3);
  expect('the size of a tuple', readPointer(python, tuple + SIZE), 3);
  python._PyTuple_SetItem(tuple, 0, python.__Py_NoneStruct);
  expect('the first item of a tuple', readPointer(python, tuple + FIRST_ITEM), python.__Py_NoneStruct);
  for (const object of [lock, recursive, tuple, module]) python._Py_DecRef(object);
}

function checkThreadHandle(python: CPython): void {
  const module = importModule(python, '_thread');
  const object = call(python, module, '_ThreadHandle');
  const { handle, ident, state, notStarted, running } = EXPECTED.threadHandle;
  const fields = readPointer(python, object + handle);
  expect('_ThreadHandle.state of a new handle', readPointer(python, fields + state), notStarted);
  python.HEAPU32[(fields + ident) >>> 2] = 0x1234;
  python.HEAPU32[(fields + state) >>> 2] = running;
  expect('repr(_ThreadHandle)', repr(python, object).includes(`ident=${0x1234}`), true);
  python._Py_DecRef(call(python, object, '_set_done'));
  expect('_ThreadHandle.is_done() of a handle that is done', truth(python, object, 'is_done'), 1);
  expect('_ThreadHandle.state of a handle that is done', readPointer(python, fields + state), 4);
  for (const each of [object, module]) python._Py_DecRef(each);
}

function checkBufferedFile(python: CPython): void {
  const io = importModule(python, '_io');
  const bytes = call(python, io, 'BytesIO');
  const type = attribute(python, io, 'BufferedWriter');
  const file = python._PyObject_CallOneArg(type, bytes);
  const flush = attribute(python, file, 'flush');
  const fields = EXPECTED.bufferedFile;
  const owner = (file + fields.owner) >>> 2;
  python.HEAPU32[owner] = 0x1234;
  python._Py_DecRef(python._PyObject_CallNoArgs(flush));
  expect('the owner of a buffered file that has been flushed', python.HEAPU32[owner], 0);
  const lock = readPointer(python, file + fields.lock);
  const first = lock >>> 2;
  expect('the lock of a buffered file', python.HEAPU32.subarray(first, first + 3).join(), '0,0,0');
  python.HEAPU32[first] = 1;
  python.HEAPU32[owner] = python._PyThread_get_thread_ident();
  expect('flush() of a buffered file that we locked', python._PyObject_CallNoArgs(flush), 0);
  python._PyErr_Clear();
  python.HEAPU32[first] = python.HEAPU32[owner] = 0;
  for (const each of [flush, file, type, bytes, io]) python._Py_DecRef(each);
}

function expect<Value>(what: string, found: Value, wanted: Value): void {
  if (found === wanted) return;
  throw new Error(
    `CPython's memory is not laid out as expected: ${what} is ${String(found)}, not ${String(wanted)}. ` +
      'Threads are made for Pyodide 314.0.7; see src/runtime/python/threads/interpreter-layout.ts.',
  );
}

/** Calls a method without arguments. */
function call(python: CPython, object: Pointer, name: string): Pointer {
  const method = attribute(python, object, name);
  const result = python._PyObject_CallNoArgs(method);
  python._Py_DecRef(method);
  if (result !== 0) return result;
  python._PyErr_Clear();
  throw new TypeError(`This CPython is not the one we know: calling "${name}" fails.`);
}

function truth(python: CPython, object: Pointer, name: string): number {
  return python._PyObject_IsTrue(call(python, object, name));
}

function repr(python: CPython, object: Pointer): string {
  const text = python._PyObject_Str(object);
  const shown = stringAt(python, python._PyUnicode_AsUTF8(text));
  python._Py_DecRef(text);
  return shown;
}
