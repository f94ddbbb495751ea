import type { WaitOperation } from './blocking.ts';
import type { KernelGate } from './system-call-context.ts';
import type { WordWaits } from './word-waits.ts';

/**
 * The facility `semaphores`: POSIX's semaphores, between processes. The kernel gives them names and a word of segment memory
 * each; lowering, raising and waiting happens among the processes, so that a lock that is free costs no message.
 *
 * Whoever raises a value wakes all who wait for it, and each tries again: one that was killed meanwhile takes nothing with it.
 */
export class ProcessSemaphores {
  readonly #ask: KernelGate['callSync'];
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #waits: WordWaits;
  readonly #onPass: () => void;

  /** @param onPass called behind each lowering and before each raising: what is shared becomes the same for all */
  constructor(
    ask: KernelGate['callSync'],
    segmentMemory: SharedArrayBuffer,
    waits: WordWaits,
    onPass: () => void,
  ) {
    this.#ask = ask;
    this.#waits = waits;
    this.#words = new Int32Array(segmentMemory);
    this.#onPass = onPass;
  }

  /** Makes a semaphore with a value, or opens one that is there; returns its index. @throws SystemError */
  open(name: string, value?: number): number {
    return this.#ask('semaphore.open', name, value ?? null);
  }

  close(index: number): void {
    this.#ask('semaphore.close', index);
  }

  /** @throws SystemError */
  unlink(name: string): void {
    this.#ask('semaphore.unlink', name);
  }

  value(index: number): number {
    return Atomics.load(this.#words, index);
  }

  /** Lowers the value unless it is 0. */
  tryAcquire(index: number): boolean {
    for (let value = this.value(index); value > 0;) {
      const found = Atomics.compareExchange(this.#words, index, value, value - 1);
      if (found === value) {
        this.#onPass();
        return true;
      }
      value = found;
    }
    return false;
  }

  /** Raises the value unless it is the greatest it may be. */
  release(index: number, greatest: number): boolean {
    this.#onPass();
    for (let value = this.value(index); value < greatest;) {
      const found = Atomics.compareExchange(this.#words, index, value, value + 1);
      if (found === value) {
        if (value === 0) Atomics.notify(this.#words, index);
        return true;
      }
      value = found;
    }
    return false;
  }

  /** Waits until the value was above 0 for a moment. */
  untilRaised(index: number): WaitOperation {
    return this.#waits.untilNot(index, 0);
  }
}
