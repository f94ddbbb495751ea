import { encodeValue } from '../protocol/encoded-value.ts';
import { serializeError } from '../protocol/serialized-error.ts';
import { REPLY, REPLY_CHUNK_BYTES, REPLY_HEADER_BYTES } from '../protocol/shared-memory.ts';

/** The kernel's side of a thread's reply memory; see `REPLY` for the layout. */
export class ReplyMemory {
  readonly buffer = new SharedArrayBuffer(REPLY_HEADER_BYTES + REPLY_CHUNK_BYTES);
  readonly #words = new Int32Array(this.buffer, 0, REPLY_HEADER_BYTES / 4);
  readonly #chunk = new Uint8Array(this.buffer, REPLY_HEADER_BYTES);
  #rest: Uint8Array = new Uint8Array(0);

  /** Answers the synchronous call that the thread waits in. */
  return(value: unknown): void {
    this.#begin(encodeValue(value), 0);
  }

  /** Makes the synchronous call that the thread waits in throw. */
  throw(error: unknown): void {
    this.#begin(encodeValue(serializeError(error)), 1);
  }

  /** Writes the next chunk and wakes the thread. */
  continue(): void {
    const chunk = this.#rest.subarray(0, REPLY_CHUNK_BYTES);
    this.#rest = this.#rest.subarray(chunk.length);
    this.#chunk.set(chunk);
    this.#words[REPLY.chunkBytes] = chunk.length;
    Atomics.store(this.#words, REPLY.ready, 1);
    Atomics.notify(this.#words, REPLY.ready);
  }

  #begin(reply: Uint8Array, thrown: 0 | 1): void {
    this.#rest = reply;
    this.#words[REPLY.totalBytes] = reply.length;
    this.#words[REPLY.thrown] = thrown;
    this.continue();
  }
}
