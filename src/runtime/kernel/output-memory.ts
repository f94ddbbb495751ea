import {
  OUTPUT,
  OUTPUT_HEADER_BYTES,
  OUTPUT_RECORD_HEADER_BYTES,
  OUTPUT_RING_BYTES,
  UNHANDLED_MESSAGES,
} from '../protocol/shared-memory.ts';
import { copyFromRing } from '../protocol/ring-bytes.ts';

/**
 * Takes what a thread has printed, in writes of these sizes. A promise means that there is no room for more until it settles.
 */
export type OutputSink = (
  fd: 1 | 2,
  bytes: Uint8Array,
  sizesBytes: readonly number[],
) => Promise<unknown> | undefined;

interface Batch {
  readonly fd: 1 | 2;
  readonly bytes: Uint8Array;
  readonly sizesBytes: readonly number[];
  readonly end: number;
}

/** The kernel's side of a thread's output memory; see `OUTPUT` for the layout. */
export class OutputMemory {
  readonly buffer = new SharedArrayBuffer(OUTPUT_HEADER_BYTES + OUTPUT_RING_BYTES);
  readonly #words = new Int32Array(this.buffer, 0, OUTPUT_HEADER_BYTES / 4);
  readonly #ring = new Uint8Array(this.buffer, OUTPUT_HEADER_BYTES);

  constructor() {
    this.messageLimit = UNHANDLED_MESSAGES.ofOneAtMost;
  }

  /**
   * Takes what was printed until the thread's position `until` (everything, if not given), as far as the sink has room.
   * @returns a promise when there is no room now; it settles when there is, and the caller then drains on
   */
  drain(sink: OutputSink, until?: number): Promise<unknown> | undefined {
    Atomics.store(this.#words, OUTPUT.announced, 0);
    const end = until ?? Atomics.load(this.#words, OUTPUT.put);
    let taken = this.#words[OUTPUT.taken]!;
    // Another message may have led here first, with a later position.
    while (((end - taken) | 0) > 0) {
      const batch = this.#batchAt(taken, end);
      taken = batch.end;
      Atomics.store(this.#words, OUTPUT.taken, taken);
      Atomics.notify(this.#words, OUTPUT.taken);
      const busy = sink(batch.fd, batch.bytes, batch.sizesBytes);
      if (busy) return busy;
    }
    return undefined;
  }

  /** The kernel has handled one more message of the thread, which may wait for that. */
  countHandledMessage(): void {
    Atomics.add(this.#words, OUTPUT.messagesHandled, 1);
    Atomics.notify(this.#words, OUTPUT.messagesHandled);
  }

  /** Sets how many of the thread's messages may wait for the kernel before the thread waits too. */
  set messageLimit(count: number) {
    Atomics.store(this.#words, OUTPUT.messageLimit, count);
  }

  /** The records from `start` on that go to the same descriptor, as one piece. */
  #batchAt(start: number, until: number): Batch {
    const fd = this.#byteAt(start);
    const positions: number[] = [];
    const sizesBytes: number[] = [];
    let sizeBytes = 0;
    let at = start;
    while (at !== until && this.#byteAt(at) === fd) {
      const length =
        this.#byteAt(at + 1) |
        (this.#byteAt(at + 2) << 8) |
        (this.#byteAt(at + 3) << 16) |
        (this.#byteAt(at + 4) << 24);
      at = (at + OUTPUT_RECORD_HEADER_BYTES) | 0;
      positions.push(at);
      sizesBytes.push(length);
      sizeBytes += length;
      at = (at + length) | 0;
    }
    const bytes = new Uint8Array(sizeBytes);
    let offset = 0;
    for (const [index, length] of sizesBytes.entries()) {
      copyFromRing(this.#ring, positions[index]!, bytes.subarray(offset, offset + length));
      offset += length;
    }
    return { fd: fd as 1 | 2, bytes, sizesBytes, end: at };
  }

  #byteAt(position: number): number {
    return this.#ring[position & (OUTPUT_RING_BYTES - 1)]!;
  }
}
