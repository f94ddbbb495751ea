/**
 * Signals that have come and that Python has not seen yet. Those that the kernel knows (1 to 31) are a bit set in a word of
 * memory, which the kernel may share: signal `n` is bit `n`.
 */
export class PendingSignals {
  readonly #words: Int32Array<ArrayBufferLike>;
  readonly #index: number;
  /** Signals that only the program itself raises. */
  readonly #others = new Set<number>();

  /** @param words of which the one at `index` is the bit set; others may set bits of it at any time */
  constructor(words: Int32Array<ArrayBufferLike> = new Int32Array(1), index = 0) {
    this.#words = words;
    this.#index = index;
  }

  get any(): boolean {
    return Atomics.load(this.#words, this.#index) !== 0 || this.#others.size > 0;
  }

  raise(signal: number): void {
    if (signal < 32) Atomics.or(this.#words, this.#index, 1 << signal);
    else this.#others.add(signal);
  }

  /** Takes the lowest signal out; 0 when there is none. */
  take(): number {
    const bits = Atomics.load(this.#words, this.#index);
    if (bits !== 0) {
      const lowest = bits & -bits;
      Atomics.and(this.#words, this.#index, ~lowest);
      return 31 - Math.clz32(lowest);
    }
    for (const signal of this.#others) {
      this.#others.delete(signal);
      return signal;
    }
    return 0;
  }
}
