/**
 * How messages between ports travel: a channel whose two ends are in different threads goes through the kernel, which
 * knows who owns each end. Channels inside one thread never leave it.
 *
 * A port's queue stays in the kernel until its owner starts the port. So a port that is transferred before it is
 * started loses nothing, and `receiveMessageOnPort()` can ask the kernel for the next message synchronously.
 *
 * A port that has sent a few messages offers its peer a ring of shared memory (`MESSAGE_RING`), by a message among the
 * others. Once the peer has taken it over, a message goes through the ring if the order cannot show it: when the kernel has
 * handled all that the thread has sent and printed, and the peer has received all that was sent to it through the kernel.
 * Whatever else, such as a message that transfers something, goes through the kernel. For the receiver, a message of the
 * ring comes after those that the kernel had sent to its thread by then, and before all others (`thread/inbox.ts`): just
 * when it would have come through the kernel. A ring is closed when either port moves on or closes.
 */

/** Identity of one end of a channel, unique in the host: `threadUid * portIdsPerThread + n`. */
export type PortId = number;

/** How many ports one thread can name; keeps ids of different threads apart. */
export const portIdsPerThread = 2 ** 24;

/** What the receiver of a transferred port must know, in the order of the message's `ports`. */
export interface PortHandover {
  id: PortId;
  /** The other end, or null when it is closed already. */
  peer: PortId | null;
  /**
   * How many messages the giver will send back with {@link PortReturn}: those that wait in its own queue. For a port
   * that the kernel knows already, the kernel adds those it has forwarded and the giver has not seen.
   */
  queued: number;
  /** How many messages forwarded by the kernel the giver has handed to the program or will return as `queued`. */
  received: number;
}

/** The value of one message with all that must travel along. */
export interface PortPayload {
  value: unknown;
  /** Native ports inside `value`; only their identity is used, nothing is sent over them. */
  ports: readonly MessagePort[];
  handovers: readonly PortHandover[];
  /** All transferred objects, so that each hop can transfer them again. */
  transfer: readonly Transferable[];
  /** Objects inside `value` that the receiver makes anew; null for none. */
  moved: readonly MovedObject[] | null;
}

/**
 * A stream, which the browser transfers, and the port that goes with it, one of the message's; or what has become of an open file, and
 * its descriptor.
 */
export type MovedObject =
  | {
      readonly kind: 'stream';
      readonly object: ReadableStream | WritableStream | TransformStream;
      readonly port: MessagePort | null;
    }
  | { readonly kind: 'file'; readonly object: object; readonly fd: number };

/** A message sent by the owner of `from` to the other end. */
export interface PortPost extends PortPayload {
  type: 'port.post';
  from: PortId;
}

/** The owner of `port` has a listener: messages may flow. */
export interface PortStart {
  type: 'port.start';
  port: PortId;
}

/** The owner of `port` closes the channel. */
export interface PortClose {
  type: 'port.close';
  port: PortId;
}

/** A former owner gives back a message that reached it too late: see {@link PortHandover}. */
export interface PortReturn extends PortPayload {
  type: 'port.return';
  port: PortId;
}

/** The owner of `from` offers a ring to the other end, which hears of it after all messages sent before. */
export interface RingOffer {
  type: 'port.offer-ring';
  from: PortId;
  ring: SharedArrayBuffer;
}

/** The owner of `from` has taken over the ring that the other end has offered. */
export interface RingAcceptance {
  type: 'port.accept-ring';
  from: PortId;
  /** See `INBOX` in `shared-memory.ts`. */
  inbox: SharedArrayBuffer;
}

/** From a thread to the kernel. */
export type PortRequest = PortPost | PortStart | PortClose | PortReturn | RingOffer | RingAcceptance;

/** A message for `port`, which the thread owns, or owned when the kernel sent this. */
export interface PortMessage extends PortPayload {
  type: 'port.message';
  port: PortId;
}

/** The other end of `port` is closed; all its messages have come before. */
export interface PortClosed {
  type: 'port.closed';
  port: PortId;
}

/** The other end of `port` offers a ring. */
export interface PortRing {
  type: 'port.ring';
  port: PortId;
  ring: SharedArrayBuffer;
  /** How many messages the kernel had forwarded to the port's present owner before. */
  forwarded: number;
}

/** The other end of `port` has taken over the ring that was offered to it. */
export interface PortRingAccepted {
  type: 'port.ring-accepted';
  port: PortId;
  inbox: SharedArrayBuffer;
}

/** From the kernel to a thread. */
export type PortDelivery = PortMessage | PortClosed | PortRing | PortRingAccepted;

/** Answer to a synchronous receive: the next message as bytes of `encode-clone.ts`, or null when none waits. */
export interface ReceivedMessage {
  bytes: Uint8Array;
  handovers: readonly PortHandover[];
}
