import type { Thread } from './thread.ts';

/** Waits of threads that they can take back, by numbers of their own. */
export class ThreadWaits {
  readonly #finishes = new WeakMap<Thread, Map<number, () => void>>();

  /**
   * Resolves when `begin` has been told so, when the wait is cancelled, or when the thread ends.
   * @param begin gets what ends the wait, which it must not call at once, and returns what is to be done then
   */
  wait(thread: Thread, number: number, begin: (finish: () => void) => () => void): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#of(thread).delete(number);
        stop();
        resolve();
      };
      const stop = begin(finish);
      this.#of(thread).set(number, finish);
    });
  }

  /** Ends a wait of a thread, if it still waits. */
  cancel(thread: Thread, number: number): void {
    this.#of(thread).get(number)?.();
  }

  #of(thread: Thread): Map<number, () => void> {
    const known = this.#finishes.get(thread);
    if (known) return known;
    const made = new Map<number, () => void>();
    this.#finishes.set(thread, made);
    thread.onEnd(() => {
      for (const finish of [...made.values()]) finish();
    });
    return made;
  }
}
