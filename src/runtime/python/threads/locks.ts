import type { CPython, Pointer } from './cpython.ts';
import { attribute, importModule } from './cpython.ts';
import { argument } from './arguments.ts';
import { deadlineAfter } from './deadline.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import type { LockKind, LockQueue } from './lock-queue.ts';
import type { CFunction, Replacement } from './replacement.ts';

const lock = { module: '_thread', type: 'lock' } as const;

/**
 * What waits and what wakes in `_thread.lock`. The objects stay CPython's own, state included: a byte says whether one is
 * held, and who waits for it is known to the queue.
 */
export function lockReplacements(
  python: CPython,
  layout: InterpreterLayout,
  queue: LockQueue,
): Replacement[] {
  const byteOf = (self: Pointer) => self + layout.lockByte;
  const free = (self: Pointer) => {
    python.HEAPU8[byteOf(self)] = 0;
  };
  const kind: LockKind = {
    take: (self) => {
      if (python.HEAPU8[byteOf(self)] !== 0) return false;
      python.HEAPU8[byteOf(self)] = 1;
      return true;
    },
    accept: () => undefined,
  };
  const release = (original: CFunction) => (self: Pointer) => {
    // CPython's own raises the exception.
    if (python.HEAPU8[byteOf(self)] === 0) return original(self, 0);
    queue.release(self, () => {
      free(self);
    });
    return python.__Py_NoneStruct;
  };
  return [
    {
      ...lock,
      names: ['acquire', 'acquire_lock', '__enter__'],
      convention: 'keywords',
      blocks: true,
      replace: (original) => acquireFunction(python, queue, kind, original, newLock(python, 'lock'), free),
    },
    {
      ...lock,
      names: ['release', 'release_lock'],
      convention: 'no-args',
      blocks: false,
      replace: release,
    },
    { ...lock, names: ['__exit__'], convention: 'varargs', blocks: false, replace: release },
  ];
}

/**
 * `acquire(blocking=True, timeout=-1)` of either kind of lock.
 *
 * @param spare a lock that nobody uses and that is free: CPython's own function checks the arguments on it
 */
export function acquireFunction(
  python: CPython,
  queue: LockQueue,
  kind: LockKind,
  original: CFunction,
  spare: Pointer,
  free: (lock: Pointer) => void,
): CFunction {
  const { __Py_TrueStruct: yes, __Py_FalseStruct: no } = python;
  return (self, args = 0, kwargs = 0) => {
    if (kwargs === 0 && python._PyTuple_Size(args) === 0) {
      return kind.take(self) ? yes : queue.acquire(kind, self, Infinity, yes);
    }
    if (original(spare, args, kwargs) === 0) return 0;
    free(spare);
    if (kind.take(self)) return yes;
    const blocking = argument(python, args, kwargs, 0, 'blocking');
    if (blocking !== 0 && python._PyObject_IsTrue(blocking) === 0) return no;
    const timeout = argument(python, args, kwargs, 1, 'timeout');
    const seconds = timeout === 0 ? -1 : python._PyFloat_AsDouble(timeout);
    if (seconds === 0) return no;
    return queue.acquire(kind, self, deadlineAfter(seconds < 0 ? undefined : seconds), yes);
  };
}

/** A new lock of `_thread`. */
export function newLock(python: CPython, type: 'lock' | 'RLock'): Pointer {
  return python._PyObject_CallNoArgs(attribute(python, importModule(python, '_thread'), type));
}
