/**
 * How messages between ports travel: every message of a channel whose two ends are in different threads goes through the
 * kernel, which knows who owns each end. Channels inside one thread never leave it.
 *
 * A port's queue stays in the kernel until its owner starts the port. So a port that is transferred before it is
 * started loses nothing, and `receiveMessageOnPort()` can ask the kernel for the next message synchronously.
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
}

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

/** From a thread to the kernel. */
export type PortRequest = PortPost | PortStart | PortClose | PortReturn;

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

/** From the kernel to a thread. */
export type PortDelivery = PortMessage | PortClosed;

/** Answer to a synchronous receive: the next message as bytes of `structured-clone-codec.ts`, or null when none waits. */
export interface ReceivedMessage {
  bytes: Uint8Array;
  handovers: readonly PortHandover[];
}
