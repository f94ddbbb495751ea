import { decodeClone } from '../../protocol/decode-clone.ts';
import { encodeClone } from '../../protocol/encode-clone.ts';
import { INBOX, MESSAGE_RING, MESSAGE_RING_BYTES } from '../../protocol/shared-memory.ts';
import { addSource, removeSource, type Source } from '../../thread/inbox.ts';
import { MessageRing } from '../../thread/message-ring.ts';
import { kernelHasCaughtUp } from '../../thread/output-ring.ts';
import { native } from '../../thread/thread-state.ts';
import { asNodeCloneError } from './data-clone-error.ts';

const { atomics } = native;
/** So many ports of a thread may have a ring to send in: each takes memory. */
const RINGS_AT_MOST = 32;
/** Larger messages go through the kernel, which the browser then does faster than we do. */
const MESSAGE_BYTES_AT_MOST = MESSAGE_RING_BYTES / 4;
/** After a message that is too large, or cannot be bytes, so many more go through the kernel untried, at most. */
const UNTRIED_AT_MOST = 64;

let openRings = 0;

/** A message that must go through the kernel: as it is given, or already a clone of that. */
export interface Unsent {
  readonly value: unknown;
}

/** The sender's side of a ring; see `port-messages.ts` for the rules. */
export class OutgoingRing {
  readonly #ring = new MessageRing();
  #inbox: Int32Array<SharedArrayBuffer> | null = null;
  #untried = 0;
  #untriedNext = 1;

  /** A ring to be offered; null if the thread has many already. */
  static make(): OutgoingRing | null {
    if (openRings >= RINGS_AT_MOST || !atomics.waitAsync) return null;
    openRings += 1;
    return new OutgoingRing();
  }

  /** Whether the receiver takes nothing out any more: its port has moved on. */
  get isClosed(): boolean {
    return this.#ring.isClosed;
  }

  get memory(): SharedArrayBuffer {
    return this.#ring.memory;
  }

  /** The receiver takes messages out of the ring from now on. */
  open(inbox: SharedArrayBuffer): void {
    this.#inbox = new native.Int32Array(inbox);
  }

  /** A message has been sent through the kernel. */
  countSentThroughKernel(): void {
    atomics.add(this.#ring.words, MESSAGE_RING.sentThroughKernel, 1);
  }

  /**
   * Sends a message that transfers nothing.
   *
   * @returns what must go through the kernel instead, or null once the message is in the ring
   * @throws DataCloneError
   */
  post(value: unknown): Unsent | null {
    const inbox = this.#inbox;
    if (!inbox || !this.#isInOrder() || this.#untried-- > 0) return { value };
    const cloned = isPrimitive(value) ? value : clone(value);
    const bytes = this.#encode(cloned);
    if (!bytes || !this.#ring.put(bytes, atomics.load(inbox, INBOX.posted))) return { value: cloned };
    atomics.add(inbox, INBOX.bell, 1);
    atomics.notify(inbox, INBOX.bell);
    return null;
  }

  close(): void {
    openRings -= 1;
    this.#ring.close();
  }

  /** Nothing that was sent before, to the receiver or to anybody, is still on its way. */
  #isInOrder(): boolean {
    const { words } = this.#ring;
    return (
      atomics.load(words, MESSAGE_RING.open) === 1 &&
      atomics.load(words, MESSAGE_RING.received) === words[MESSAGE_RING.sentThroughKernel] &&
      kernelHasCaughtUp()
    );
  }

  #encode(cloned: unknown): Uint8Array | undefined {
    try {
      const bytes = encodeClone(cloned, [], MESSAGE_BYTES_AT_MOST);
      this.#untriedNext = 1;
      return bytes;
    } catch {
      this.#untried = this.#untriedNext;
      this.#untriedNext = Math.min(2 * this.#untriedNext, UNTRIED_AT_MOST);
      return undefined;
    }
  }
}

/** What a port does with the messages of its ring. */
export interface RingReceiver {
  /** Whether the program wants messages now. */
  readonly isStarted: boolean;
  receivePastKernel(value: unknown): void;
}

/** The receiver's side of a ring. */
export class IncomingRing implements Source {
  readonly #ring: MessageRing;
  readonly #port: RingReceiver;
  readonly #forwardedBefore: number;

  /** @param forwardedBefore how many messages the port was sent through the kernel before the ring was offered */
  constructor(memory: SharedArrayBuffer, forwardedBefore: number, port: RingReceiver) {
    this.#ring = new MessageRing(memory);
    this.#forwardedBefore = forwardedBefore;
    this.#port = port;
    addSource(this);
  }

  /** Tells the sender how many messages the port has received through the kernel, ever. */
  setReceived(count: number): void {
    atomics.store(this.#ring.words, MESSAGE_RING.received, (count - this.#forwardedBefore) | 0);
    atomics.store(this.#ring.words, MESSAGE_RING.open, 1);
  }

  /** Whether messages for the port may be in the kernel or on their way through it. */
  get kernelMayHaveMore(): boolean {
    const { words } = this.#ring;
    return atomics.load(words, MESSAGE_RING.sentThroughKernel) !== words[MESSAGE_RING.received];
  }

  next(): number | undefined {
    return this.#port.isStarted ? this.#ring.next() : undefined;
  }

  deliver(): void {
    const message = this.take();
    if (message) this.#port.receivePastKernel(message.value);
  }

  /** Takes the next message out, wanted or not. */
  take(): { readonly value: unknown } | undefined {
    const bytes = this.#ring.take();
    return bytes && { value: decodeClone(bytes) };
  }

  /** Nothing is put in any more. */
  close(): void {
    this.#ring.close();
    removeSource(this);
  }
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol';
}

/** What the browser has cloned has no accessors, no proxies and no classes: bytes can be made of it without side effects. */
function clone(value: unknown): unknown {
  try {
    return native.structuredClone(value);
  } catch (error) {
    throw asNodeCloneError(error, value);
  }
}
