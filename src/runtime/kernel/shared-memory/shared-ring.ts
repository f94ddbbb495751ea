import type { PipeRing, RingPlace } from '../../protocol/pipe-ring.ts';

/** A ring that a pipe's bytes are in, as the kernel sees it. */
export class SharedRing {
  readonly #words: Int32Array<SharedArrayBuffer>;
  /** Indexes of the words that the kernel waits for; such a wait cannot be taken back. */
  readonly #awaited = new Set<number>();

  constructor(
    memory: SharedArrayBuffer,
    readonly ring: PipeRing,
    readonly place: RingPlace,
  ) {
    this.#words = new Int32Array(memory);
  }

  /** Calls back when bytes have been written or read, and once soon for what has happened before, while that is wanted. */
  watch(isWanted: () => boolean, onChange: () => void): void {
    this.#await(this.ring.putIndex, isWanted, onChange);
    this.#await(this.ring.takenIndex, isWanted, onChange);
    queueMicrotask(onChange);
  }

  #await(index: number, isWanted: () => boolean, onChange: () => void): void {
    if (this.#awaited.has(index)) return;
    this.#awaited.add(index);
    const { value } = Atomics.waitAsync(this.#words, index, Atomics.load(this.#words, index));
    void Promise.resolve(value).then(() => {
      this.#awaited.delete(index);
      if (!this.ring.isShared || !isWanted()) return;
      // First wait for the next change, then look at this one: none comes in between.
      this.#await(index, isWanted, onChange);
      onChange();
    });
  }
}
