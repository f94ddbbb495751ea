import type { PortId } from '../../protocol/port-messages.ts';
import { inboxMemory } from '../../thread/inbox.ts';
import { postPortRequest } from '../../thread/system-calls.ts';
import { IncomingRing, OutgoingRing, type RingReceiver, type Unsent } from './message-rings.ts';

/** A port that has sent so many messages offers a ring for those that follow. */
const SENT_BEFORE_RING = 2;

/** The ways of a port past the kernel: the ring that it sends in and the one that it receives from, once there are any. */
export class PortRings {
  #sent = 0;
  #outgoing: OutgoingRing | null = null;
  #incoming: IncomingRing | null = null;

  /**
   * Sends a message that transfers nothing.
   *
   * @returns what must go through the kernel instead, or null once it is sent
   * @throws DataCloneError
   */
  post(value: unknown): Unsent | null {
    if (this.#outgoing?.isClosed) this.#dropOutgoing();
    return this.#outgoing ? this.#outgoing.post(value) : { value };
  }

  /** The port `from` has sent a message through the kernel. */
  countSentThroughKernel(from: PortId): void {
    this.#outgoing?.countSentThroughKernel();
    this.#sent += 1;
    if (this.#sent !== SENT_BEFORE_RING) return;
    this.#outgoing = OutgoingRing.make();
    if (this.#outgoing) postPortRequest({ type: 'port.offer-ring', from, ring: this.#outgoing.memory });
  }

  /** The other end takes messages out of the ring that it was offered. */
  openOutgoing(inbox: SharedArrayBuffer): void {
    this.#outgoing?.open(inbox);
  }

  /**
   * Takes over a ring that the other end offers.
   *
   * @param forwarded how many messages had been forwarded to the port before
   * @param received how many of them it has received, ever
   */
  takeOver(
    id: PortId,
    port: RingReceiver,
    ring: SharedArrayBuffer,
    forwarded: number,
    received: number,
  ): void {
    this.#incoming?.close();
    this.#incoming = new IncomingRing(ring, forwarded, port);
    this.#incoming.setReceived(received);
    postPortRequest({ type: 'port.accept-ring', from: id, inbox: inboxMemory() });
  }

  /** The port has received so many messages through the kernel. */
  setReceived(count: number): void {
    this.#incoming?.setReceived(count);
  }

  /** Whether messages may be in the kernel, or on their way through it, that are not in this thread yet. */
  get kernelMayHaveMore(): boolean {
    return this.#incoming?.kernelMayHaveMore ?? true;
  }

  /** Takes the next message out of the ring. */
  take(): { readonly value: unknown } | undefined {
    return this.#incoming?.take();
  }

  /** From now on the other end sends through the kernel. What it has put in the ring can still be taken. */
  close(): void {
    this.#dropOutgoing();
    this.#incoming?.close();
  }

  #dropOutgoing(): void {
    this.#outgoing?.close();
    this.#outgoing = null;
    this.#sent = 0;
  }
}
