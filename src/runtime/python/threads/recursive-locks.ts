import type { CPython, Pointer } from './cpython.ts';
import { raise } from './cpython.ts';
import { type InterpreterLayout, LOCK_BITS } from './interpreter-layout.ts';
import type { LockKind, LockQueue } from './lock-queue.ts';
import { acquireFunction, newLock } from './locks.ts';
import type { Convention, Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';

const NOT_ACQUIRED = 'cannot release un-acquired lock';

/**
 * `_thread.RLock`, of which little more than the object is CPython's own: to compiled code all green threads are one, so
 * that it takes each for the owner.
 */
export function recursiveLockReplacements(
  python: CPython,
  { lockByte, rlock }: InterpreterLayout,
  queue: LockQueue,
  scheduler: Scheduler,
): Replacement[] {
  const me = () => scheduler.ident;
  const owner = (self: Pointer) => python.HEAPU32[(self + rlock.owner) >>> 2] as number;
  const level = (self: Pointer) => python.HEAPU32[(self + rlock.level) >>> 2] as number;
  const bits = (self: Pointer) => python.HEAPU8[self + lockByte] as number;
  const setBits = (self: Pointer, value: number) => {
    python.HEAPU8[self + lockByte] = value;
  };
  const isHeld = (self: Pointer) => (bits(self) & LOCK_BITS.held) !== 0;
  const isOwned = (self: Pointer) => isHeld(self) && owner(self) === me();
  const set = (self: Pointer, newOwner: number, newLevel: number) => {
    python.HEAPU32[(self + rlock.owner) >>> 2] = newOwner;
    python.HEAPU32[(self + rlock.level) >>> 2] = newLevel;
  };
  const free = (self: Pointer) => {
    setBits(self, bits(self) & ~LOCK_BITS.held);
    set(self, 0, 0);
  };
  const kind: LockKind = {
    take: (self) => {
      if (isOwned(self)) {
        set(self, me(), level(self) + 1);
        return true;
      }
      if (isHeld(self)) return false;
      setBits(self, bits(self) | LOCK_BITS.held);
      set(self, me(), 0);
      return true;
    },
    accept: (self) => {
      set(self, me(), 0);
    },
  };
  const releaseWholly = (self: Pointer) => {
    set(self, 0, 0);
    queue.release(self, () => {
      free(self);
    });
  };
  const release = (self: Pointer) => {
    if (!isOwned(self)) return raise(python, 'RuntimeError', NOT_ACQUIRED);
    if (level(self) > 0) set(self, me(), level(self) - 1);
    else releaseWholly(self);
    return python.__Py_NoneStruct;
  };
  const releaseSave = (self: Pointer) => {
    if (!isOwned(self)) return raise(python, 'RuntimeError', NOT_ACQUIRED);
    const state = python._PyTuple_New(2);
    python._PyTuple_SetItem(state, 0, python._PyLong_FromUnsignedLong(level(self) + 1));
    python._PyTuple_SetItem(state, 1, python._PyLong_FromUnsignedLong(owner(self)));
    releaseWholly(self);
    return state;
  };
  const acquireRestore = (self: Pointer, args: Pointer) => {
    const state = python._PyTuple_GetItem(args, 0);
    const [count, formerOwner] = [0, 1].map((index) =>
      python._PyLong_AsLong(python._PyTuple_GetItem(state, index)),
    ) as [number, number];
    const restoring: LockKind = {
      take: (lock) => {
        if (isHeld(lock)) return false;
        setBits(lock, bits(lock) | LOCK_BITS.held);
        set(lock, formerOwner, count - 1);
        return true;
      },
      accept: (lock) => {
        set(lock, formerOwner, count - 1);
      },
    };
    return queue.acquire(restoring, self, Infinity, python.__Py_NoneStruct);
  };
  const method = (name: string, convention: Convention, call: (self: Pointer, args: Pointer) => number) => ({
    ...{ module: '_thread', type: 'RLock', names: [name] as const, convention, blocks: false },
    replace: () => (self: Pointer, args?: Pointer) => call(self, args ?? 0),
  });
  return [
    {
      ...{ module: '_thread', type: 'RLock', names: ['acquire', '__enter__'], convention: 'keywords' },
      blocks: true,
      replace: (original) => acquireFunction(python, queue, kind, original, newLock(python, 'RLock'), free),
    },
    method('release', 'no-args', release),
    method('__exit__', 'varargs', release),
    method('_is_owned', 'no-args', (self) =>
      isOwned(self) ? python.__Py_TrueStruct : python.__Py_FalseStruct,
    ),
    method('_recursion_count', 'no-args', (self) =>
      python._PyLong_FromUnsignedLong(isOwned(self) ? level(self) + 1 : 0),
    ),
    method('_release_save', 'no-args', releaseSave),
    { ...method('_acquire_restore', 'varargs', acquireRestore), blocks: true },
  ];
}
