import type { CPython, Pointer } from './cpython.ts';
import type { BlockingCall, GreenThread } from './green-thread.ts';
import { LOCK_BITS } from './interpreter-layout.ts';
import { WAIT } from './native-module.ts';
import type { Scheduler } from './scheduler.ts';

/** After that long in the queue a thread is handed the lock, as by CPython's `PyMutex`; before, others may be faster. */
const FAIR_AFTER_MS = 1;

interface Waiter {
  readonly thread: GreenThread;
  readonly sinceMs: number;
  /** The lock was not released but handed over. */
  granted: boolean;
}

/** How a kind of lock is taken. */
export interface LockKind {
  /** Takes a lock that is free, or that may be taken again. */
  take(lock: Pointer): boolean;
  /** Takes a lock that has been handed over: it is locked, for nobody else. */
  accept(lock: Pointer): void;
}

/** Who waits for which lock, first come first. A lock is known by its address: whoever waits keeps it alive. */
export class LockQueue {
  readonly #python: CPython;
  readonly #bitsOffset: number;
  readonly #scheduler: Scheduler;
  readonly #waiters = new Map<Pointer, Waiter[]>();

  /** @param bitsOffset where a lock has its `LOCK_BITS` */
  constructor(python: CPython, bitsOffset: number, scheduler: Scheduler) {
    this.#python = python;
    this.#bitsOffset = bitsOffset;
    this.#scheduler = scheduler;
  }

  /** Takes a lock and then returns `result`, or waits until it can be taken; False when the time is up. */
  acquire(kind: LockKind, lock: Pointer, deadlineMs: number, result: Pointer): Pointer {
    return this.#scheduler.begin(this.#call(kind, lock, deadlineMs, result));
  }

  /** Releases a lock by `free`, unless it hands it over to the first who waits. */
  release(lock: Pointer, free: () => void): void {
    const waiters = this.#waiters.get(lock);
    const first = waiters?.shift();
    if (!waiters || !first) {
      free();
      return;
    }
    this.#keep(lock, waiters);
    first.granted = performance.now() - first.sinceMs > FAIR_AFTER_MS;
    if (!first.granted) free();
    this.#scheduler.wake(first.thread);
  }

  #keep(lock: Pointer, waiters: Waiter[]): void {
    const byte = lock + this.#bitsOffset;
    const bits = this.#python.HEAPU8[byte] as number;
    if (waiters.length > 0) {
      this.#waiters.set(lock, waiters);
      this.#python.HEAPU8[byte] = bits | LOCK_BITS.awaited;
    } else {
      this.#waiters.delete(lock);
      this.#python.HEAPU8[byte] = bits & ~LOCK_BITS.awaited;
    }
  }

  #call(kind: LockKind, lock: Pointer, deadlineMs: number, result: Pointer): BlockingCall {
    const sinceMs = performance.now();
    let waiter: Waiter | undefined;
    return {
      deadlineMs,
      attempt: () => {
        if (waiter?.granted) kind.accept(lock);
        else if (!kind.take(lock)) return WAIT;
        return result;
      },
      enqueue: (thread) => {
        waiter = { thread, sinceMs, granted: false };
        this.#keep(lock, [...(this.#waiters.get(lock) ?? []), waiter]);
      },
      dequeue: () => {
        this.#keep(
          lock,
          (this.#waiters.get(lock) ?? []).filter((other) => other !== waiter),
        );
      },
      expire: () => this.#python.__Py_FalseStruct,
    };
  }
}
