import type { WaitOperation } from './blocking.ts';

/**
 * Waits for words of segment memory that other processes change. Whoever changes one notifies all that wait for it; each then
 * tries again, so that one that was killed meanwhile takes nothing with it.
 */
export class WordWaits {
  readonly #words: Int32Array<SharedArrayBuffer>;
  /** Who waits in this process, by index. All of them share one `waitAsync`, which cannot be cancelled. */
  readonly #waiting = new Map<number, Set<() => void>>();

  constructor(segmentMemory: SharedArrayBuffer) {
    this.#words = new Int32Array(segmentMemory);
  }

  /** Waits until a word was something else than `value` for a moment, or somebody notified; it may be `value` again. */
  untilNot(index: number, value: number): WaitOperation {
    let waiter: (() => void) | undefined;
    return {
      begin: (resume) => {
        waiter = () => resume();
        if (Atomics.load(this.#words, index) !== value) {
          queueMicrotask(waiter);
          return;
        }
        const others = this.#waiting.get(index);
        if (others) others.add(waiter);
        else this.#listen(index, value, waiter);
      },
      cancel: () => {
        if (waiter) this.#waiting.get(index)?.delete(waiter);
      },
    };
  }

  /** Blocks until a word is something else than `value`, or somebody notified, and tells whether that was in time. */
  changesWithin(mostMs: number, index: number, value: number): boolean {
    return Atomics.wait(this.#words, index, value, mostMs) !== 'timed-out';
  }

  #listen(index: number, value: number, first: () => void): void {
    const waiters = new Set([first]);
    const wake = (): void => {
      this.#waiting.delete(index);
      for (const waiter of waiters) waiter();
    };
    this.#waiting.set(index, waiters);
    const wait = Atomics.waitAsync(this.#words, index, value);
    if (wait.async) void wait.value.then(wake);
    else queueMicrotask(wake);
  }
}
