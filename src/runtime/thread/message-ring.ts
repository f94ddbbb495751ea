import {
  MESSAGE_RECORD_HEADER_BYTES,
  MESSAGE_RING,
  MESSAGE_RING_BYTES,
  MESSAGE_RING_HEADER_BYTES,
} from '../protocol/shared-memory.ts';
import { copyFromRing, copyIntoRing } from '../protocol/ring-bytes.ts';
import { native } from './native.ts';

const { atomics } = native;
const CLOSED = 1;

/** Either side of a message ring; see `MESSAGE_RING` for the layout and for who may do what. */
export class MessageRing {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  /** The same bytes as words: what begins at a multiple of four can be read at once. */
  readonly #records: Int32Array<SharedArrayBuffer>;

  constructor(memory = new native.SharedArrayBuffer(MESSAGE_RING_HEADER_BYTES + MESSAGE_RING_BYTES)) {
    this.memory = memory;
    this.words = new native.Int32Array(memory, 0, MESSAGE_RING_HEADER_BYTES / 4);
    this.#bytes = new native.Uint8Array(memory, MESSAGE_RING_HEADER_BYTES);
    this.#records = new native.Int32Array(memory, MESSAGE_RING_HEADER_BYTES);
  }

  /**
   * Puts a message in.
   *
   * @param after what the receiver's inbox has been sent by the kernel
   * @returns false if there is no room, or nobody takes any more
   */
  put(message: Uint8Array, after: number): boolean {
    const put = atomics.load(this.words, MESSAGE_RING.put);
    const sizeBytes = recordBytes(message.length);
    const filledBytes = (put - atomics.load(this.words, MESSAGE_RING.taken)) | 0;
    if ((put & CLOSED) !== 0 || filledBytes + sizeBytes > MESSAGE_RING_BYTES) return false;
    this.#records[wordAt(put)] = after;
    this.#records[wordAt(put + 4)] = message.length;
    copyIntoRing(this.#bytes, put + MESSAGE_RECORD_HEADER_BYTES, message);
    return atomics.compareExchange(this.words, MESSAGE_RING.put, put, (put + sizeBytes) | 0) === put;
  }

  /** What `put` was given as `after` with the next message; undefined if there is none. */
  next(): number | undefined {
    return this.#isEmpty() ? undefined : this.#records[wordAt(this.words[MESSAGE_RING.taken]!)];
  }

  /** Takes the next message out, if there is one. */
  take(): Uint8Array | undefined {
    if (this.#isEmpty()) return undefined;
    const taken = this.words[MESSAGE_RING.taken]!;
    const length = this.#records[wordAt(taken + 4)]!;
    const message = new native.Uint8Array(length);
    copyFromRing(this.#bytes, taken + MESSAGE_RECORD_HEADER_BYTES, message);
    atomics.store(this.words, MESSAGE_RING.taken, (taken + recordBytes(length)) | 0);
    return message;
  }

  get isClosed(): boolean {
    return (atomics.load(this.words, MESSAGE_RING.put) & CLOSED) !== 0;
  }

  /** From now on nothing is put in; what is in it can still be taken. */
  close(): void {
    atomics.or(this.words, MESSAGE_RING.put, CLOSED);
  }

  #isEmpty(): boolean {
    const put = atomics.load(this.words, MESSAGE_RING.put) & ~CLOSED;
    return put === this.words[MESSAGE_RING.taken];
  }
}

function wordAt(at: number): number {
  return (at & (MESSAGE_RING_BYTES - 1)) >>> 2;
}

function recordBytes(messageBytes: number): number {
  return MESSAGE_RECORD_HEADER_BYTES + ((messageBytes + 3) & ~3);
}
