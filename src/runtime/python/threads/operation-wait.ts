import type { WaitOperation } from '../blocking.ts';
import type { CPython, Pointer } from './cpython.ts';
import { deadlineAfter } from './deadline.ts';
import type { BlockingCall, GreenThread } from './green-thread.ts';
import { WAIT } from './native-module.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * The C function behind `scheduling.wait`: `(operation, timeout, timed_out)`, where timeout is None or seconds, and
 * `timed_out` is what to return when that has passed.
 */
export function waitFunction(python: CPython, scheduler: Scheduler) {
  return (_self: Pointer, args: Pointer): number => {
    const [first, timeout, sentinel] = [0, 1, 2].map((index) => python._PyTuple_GetItem(args, index)) as [
      Pointer,
      Pointer,
      Pointer,
    ];
    const operation = python._python2js(first) as WaitOperation;
    const seconds = timeout === python.__Py_NoneStruct ? undefined : python._PyFloat_AsDouble(timeout);
    if (seconds === -1 && python._PyErr_Occurred() !== 0) return 0;
    return scheduler.begin(new OperationWait(python, scheduler, operation, seconds, sentinel));
  };
}

/** Waits for an operation without end, and returns what it is resumed with. */
export function waitFor(python: CPython, scheduler: Scheduler, operation: WaitOperation): Pointer {
  return scheduler.begin(new OperationWait(python, scheduler, operation, undefined, python.__Py_NoneStruct));
}

class OperationWait implements BlockingCall {
  readonly deadlineMs: number;
  readonly #python: CPython;
  readonly #scheduler: Scheduler;
  readonly #operation: WaitOperation;
  readonly #sentinel: Pointer;
  /** Counts beginnings, so that a value for one that was cancelled is ignored. */
  #beginning = 0;
  #value: { readonly value: unknown } | undefined;

  constructor(
    python: CPython,
    scheduler: Scheduler,
    operation: WaitOperation,
    seconds: number | undefined,
    sentinel: Pointer,
  ) {
    this.#python = python;
    this.#scheduler = scheduler;
    this.#operation = operation;
    this.#sentinel = sentinel;
    this.deadlineMs = deadlineAfter(seconds === undefined ? undefined : Math.max(seconds, 0));
  }

  attempt(): Pointer {
    return this.#value ? this.#python._js2python(this.#value.value) : WAIT;
  }

  enqueue(thread: GreenThread): void {
    const beginning = ++this.#beginning;
    this.#operation.begin((value) => {
      if (beginning !== this.#beginning || this.#value) return;
      this.#value = { value };
      this.#scheduler.wake(thread);
    });
  }

  dequeue(): void {
    this.#beginning++;
    if (!this.#value) this.#operation.cancel();
  }

  expire(): Pointer {
    this.#python._Py_IncRef(this.#sentinel);
    return this.#sentinel;
  }
}
