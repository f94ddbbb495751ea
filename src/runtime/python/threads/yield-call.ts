import type { Pointer } from './cpython.ts';
import type { BlockingCall, GreenThread } from './green-thread.ts';
import { WAIT } from './native-module.ts';

/** A call that waits until the others that are ready have run, or the event loop alone, and then returns `result`. */
export class YieldCall implements BlockingCall {
  readonly deadlineMs = Infinity;
  readonly #result: Pointer;
  readonly #keepsTurn: boolean;
  #hasYielded = false;

  /** @param keepsTurn whether no other thread comes before this one */
  constructor(result: Pointer, keepsTurn: boolean) {
    this.#result = result;
    this.#keepsTurn = keepsTurn;
  }

  attempt(): Pointer {
    return this.#hasYielded ? this.#result : WAIT;
  }

  enqueue(thread: GreenThread): void {
    this.#hasYielded = true;
    thread.wokenEarly = true;
    thread.keepsTurn = this.#keepsTurn;
  }

  dequeue(): void {
    // It is in nobody's queue.
  }

  expire(): Pointer {
    return this.#result;
  }
}
