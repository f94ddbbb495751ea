import { INBOX, INBOX_BYTES } from '../protocol/shared-memory.ts';

/** The kernel's side of a thread's inbox memory; see `INBOX` for the layout. */
export class InboxMemory {
  readonly buffer = new SharedArrayBuffer(INBOX_BYTES);
  readonly #words = new Int32Array(this.buffer);

  /** How many messages the kernel has sent to the thread, modulo 2³². */
  get posted(): number {
    return this.#words[INBOX.posted]!;
  }

  /** How many of them the thread has taken, modulo 2³². */
  get taken(): number {
    return Atomics.load(this.#words, INBOX.taken);
  }

  /** The kernel is about to send one more message to the thread. */
  countPosted(): void {
    Atomics.add(this.#words, INBOX.posted, 1);
  }
}
