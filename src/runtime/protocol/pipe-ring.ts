import { copyFromRing, copyIntoRing } from './ring-bytes.ts';

/**
 * A pipe's bytes in segment memory, where the processes that use the pipe read and write them without the kernel.
 *
 * | offset | type | meaning | written by |
 * |---|---|---|---|
 * | 0 | i32 | which sharing this is; 0 = none, or no longer: ask the kernel | kernel |
 * | 4 | i32 | bytes ever put in, modulo 2³²; waited on by readers | writers |
 * | 8 | i32 | bytes ever taken out, modulo 2³²; waited on by writers | readers |
 * | 12 | i32 | 1 = somebody is writing | writers |
 * | 64 | u8[] | `RING_BYTES` of the stream | writers |
 *
 * Whoever uses it may be stopped at any instruction, and the kernel ends a sharing without waiting for anybody. So every
 * change is one compare-and-exchange at the very end, of a word that was loaded _before_ the sharing was found to last. The
 * kernel ends the sharing first and then adds `RING_BYTES` to both words, which leaves every byte where it is: who has begun
 * before fails, and who begins later finds that it has ended.
 *
 * The word "writing" only keeps writers from copying to the same place. Nobody waits long for it: after a while the kernel is
 * asked, which ends the sharing, and the ring is not used again before the word is 0.
 */
export const RING = { sharing: 0, put: 1, taken: 2, writing: 3 } as const;
export const RING_HEADER_BYTES = 64;
export const RING_BYTES = 256 * 1024;
/** With so many unread bytes, as on Linux, a pipe is full. One write may go beyond that. */
export const FULL_BYTES = 64 * 1024;
/** Writes up to this size are not torn apart, and a pipe is writable when there is room for as much. */
export const PIPE_BUF = 4096;
/** A write of this size fits into every ring that is not full. */
export const MOST_WRITTEN_BYTES = RING_BYTES - FULL_BYTES;

/** How long a writer waits for another one to have copied its bytes, before it asks the kernel. */
const WRITER_PATIENCE_MS = 20;

/** Where a ring lies in segment memory, as the kernel tells a process. */
export interface RingPlace {
  readonly offset: number;
  readonly sharing: number;
  /** Nobody will write any more: behind its bytes is the end. */
  readonly isEnded: boolean;
}

/** One side's view of a ring. */
export class PipeRing {
  readonly isEnded: boolean;
  /** Indexes of the words that are waited on, in the whole of segment memory. */
  readonly putIndex: number;
  readonly takenIndex: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  readonly #sharing: number;

  constructor(memory: SharedArrayBuffer, { offset, sharing, isEnded }: RingPlace) {
    this.isEnded = isEnded;
    this.putIndex = offset / 4 + RING.put;
    this.takenIndex = offset / 4 + RING.taken;
    this.#words = new Int32Array(memory, offset, RING_HEADER_BYTES / 4);
    this.#bytes = new Uint8Array(memory, offset + RING_HEADER_BYTES, RING_BYTES);
    this.#sharing = sharing;
  }

  get isShared(): boolean {
    return Atomics.load(this.#words, RING.sharing) === this.#sharing;
  }

  get put(): number {
    return Atomics.load(this.#words, RING.put);
  }

  get taken(): number {
    return Atomics.load(this.#words, RING.taken);
  }

  /** Unread bytes. */
  get available(): number {
    const { taken } = this;
    return (this.put - taken) | 0;
  }

  /** At most `maxBytes`. When it is empty, that is not the end of the stream unless `isEnded`. */
  read(maxBytes: number): Uint8Array<ArrayBuffer> | 'empty' | 'unshared' {
    for (;;) {
      const { taken } = this;
      if (!this.isShared) return 'unshared';
      // Other readers may take these bytes meanwhile, and writers put others there: then the exchange fails.
      const available = Math.min((this.put - taken) | 0, RING_BYTES);
      if (available === 0) return 'empty';
      const bytes = new Uint8Array(Math.min(available, maxBytes));
      copyFromRing(this.#bytes, taken, bytes);
      if (!this.#advance(RING.taken, taken, bytes.length)) continue;
      Atomics.notify(this.#words, RING.taken);
      return bytes;
    }
  }

  /**
   * Writes bytes, which are at most `MOST_WRITTEN_BYTES`, unless it is full.
   * @param how `whole` = all of them; `torn` = when they are more than `PIPE_BUF`, only as many as make it full
   * @returns how many
   */
  write(bytes: Uint8Array, how: 'whole' | 'torn'): number | 'full' | 'unshared' {
    if (!this.isShared || !this.#beginWriting()) return 'unshared';
    try {
      const { put } = this;
      if (!this.isShared) return 'unshared';
      const room = FULL_BYTES - ((put - this.taken) | 0);
      const isSmall = bytes.length <= PIPE_BUF;
      if (room < (isSmall ? bytes.length : 1)) return 'full';
      const written = isSmall || how === 'whole' ? bytes : bytes.subarray(0, room);
      copyIntoRing(this.#bytes, put, written);
      if (!this.#advance(RING.put, put, written.length)) return 'unshared';
      Atomics.notify(this.#words, RING.put);
      return written.length;
    } finally {
      this.#endWriting();
    }
  }

  // ── for the kernel ────────────────────────────────────────────────────────────────────────────────────────────

  /** Whether no writer is left in it from an earlier sharing. */
  get isIdle(): boolean {
    return Atomics.load(this.#words, RING.writing) === 0;
  }

  /** Begins a sharing with these bytes. */
  begin(bytes: Uint8Array): void {
    this.#bytes.set(bytes);
    const start = ((this.put | (RING_BYTES - 1)) + 1) | 0;
    Atomics.store(this.#words, RING.taken, start);
    Atomics.store(this.#words, RING.put, start + bytes.length);
    Atomics.store(this.#words, RING.sharing, this.#sharing);
  }

  /** Ends the sharing wherever the others are, wakes who waits, and returns what has not been read. */
  end(): Uint8Array<ArrayBuffer> {
    Atomics.store(this.#words, RING.sharing, 0);
    Atomics.add(this.#words, RING.put, RING_BYTES);
    Atomics.add(this.#words, RING.taken, RING_BYTES);
    const rest = new Uint8Array(this.available);
    copyFromRing(this.#bytes, this.taken, rest);
    Atomics.notify(this.#words, RING.put);
    Atomics.notify(this.#words, RING.taken);
    return rest;
  }

  // ── the steps of a change ─────────────────────────────────────────────────────────────────────────────────────

  #advance(word: number, from: number, sizeBytes: number): boolean {
    return Atomics.compareExchange(this.#words, word, from, (from + sizeBytes) | 0) === from;
  }

  #beginWriting(): boolean {
    if (Atomics.compareExchange(this.#words, RING.writing, 0, 1) === 0) return true;
    Atomics.wait(this.#words, RING.writing, 1, WRITER_PATIENCE_MS);
    return Atomics.compareExchange(this.#words, RING.writing, 0, 1) === 0;
  }

  #endWriting(): void {
    Atomics.store(this.#words, RING.writing, 0);
    Atomics.notify(this.#words, RING.writing, 1);
  }
}
