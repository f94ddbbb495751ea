import type { CPython, Pointer } from './cpython.ts';
import { attribute, FIRST_ITEM, importModule, SIZE } from './cpython.ts';
import { argument } from './arguments.ts';
import { deadlineAfter } from './deadline.ts';
import { type InterpreterLayout, LOCK_BITS } from './interpreter-layout.ts';
import type { LockKind, LockQueue } from './lock-queue.ts';
import type { CFunction, Replacement } from './replacement.ts';
import { type Code, op } from './web-assembly-module.ts';

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
  const bits = (self: Pointer) => python.HEAPU8[self + layout.lockByte] as number;
  const setBits = (self: Pointer, value: number) => {
    python.HEAPU8[self + layout.lockByte] = value;
  };
  const free = (self: Pointer) => {
    setBits(self, bits(self) & ~LOCK_BITS.held);
  };
  const kind: LockKind = {
    take: (self) => {
      if (bits(self) & LOCK_BITS.held) return false;
      setBits(self, bits(self) | LOCK_BITS.held);
      return true;
    },
    accept: () => undefined,
  };
  const release = (original: CFunction) => (self: Pointer) => {
    // CPython's own raises the exception.
    if (!(bits(self) & LOCK_BITS.held)) return original(self, 0);
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
      shortcut: acquireShortcut(python, layout),
      replace: (original) => acquireFunction(python, queue, kind, original, newLock(python, 'lock'), free),
    },
    {
      ...lock,
      names: ['release', 'release_lock'],
      convention: 'no-args',
      blocks: false,
      shortcut: releaseShortcut(python, layout),
      replace: release,
    },
    {
      ...lock,
      names: ['__exit__'],
      convention: 'varargs',
      blocks: false,
      shortcut: releaseShortcut(python, layout),
      replace: release,
    },
  ];
}

/** `acquire()` of a lock that is free, for which nobody waits, and `acquire(False)` of one that is held. */
function acquireShortcut(python: CPython, { lockByte }: InterpreterLayout): Code {
  const [self, args, kwargs] = [op.localGet(0), op.localGet(1), op.localGet(2)];
  const take = [
    ...[self, op.constant(LOCK_BITS.held), op.storeByte(lockByte)],
    ...[op.constant(python.__Py_TrueStruct), op.return],
  ];
  const refuse = [op.constant(python.__Py_FalseStruct), op.return];
  return [
    ...[kwargs, args, op.load(SIZE), op.or, self, op.loadByte(lockByte), op.or],
    ...[op.isZero, op.if(take)],
    ...[kwargs, op.isZero, args, op.load(SIZE), op.constant(1), op.equal, op.and],
    ...[args, op.load(FIRST_ITEM), op.constant(python.__Py_FalseStruct), op.equal, op.and],
    ...[self, op.loadByte(lockByte), op.constant(LOCK_BITS.held), op.and, op.and, op.if(refuse)],
  ].flat();
}

/** `release()` of a lock that is held, and for which nobody waits. */
function releaseShortcut(python: CPython, { lockByte }: InterpreterLayout): Code {
  const self = op.localGet(0);
  const free = [
    ...[self, op.constant(0), op.storeByte(lockByte)],
    ...[op.constant(python.__Py_NoneStruct), op.return],
  ];
  return [self, op.loadByte(lockByte), op.constant(LOCK_BITS.held), op.equal, op.if(free)].flat();
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
