/**
 * Messages between `MessagePort`s of different threads. All of them pass through the kernel, which knows which
 * thread owns which port now.
 *
 * - A pair of ports inside one thread needs no kernel. When one of them is transferred, its thread gives *both* an
 *   id (`newPortId`) and from then on the pair talks through the kernel.
 * - Transferring a port moves its ownership: the kernel sees `ports` in the envelope before the receiver does.
 * - A message that reaches a thread which has just transferred the port away is sent back as `port-bounce`; the
 *   kernel passes it on to the present owner. Sequence numbers let the owner restore the order.
 * - Native `MessagePort`s serve only as the transferable identity inside `value`; nothing is ever sent over them.
 */

/** Unique in the host. Thread `uid` may make the ids from `uid * PORT_IDS_PER_THREAD` on; the kernel's own uid is 0. */
export type PortId = number;

export const PORT_IDS_PER_THREAD = 2 ** 20;

/** A value on its way from one port to its peer. */
export interface PortEnvelope {
  /** Position in the stream of messages of the sending port, from 1; 0 for channels that need no order repair. */
  readonly sequence: number;
  /** What the reader's program posted; cloned by the browser on each hop. */
  readonly value: unknown;
  /** The transferred ports: native objects as they occur in `value`, in the order of `ports`. */
  readonly nativePorts?: readonly MessagePort[];
  readonly ports?: readonly TransferredPort[];
  /** Everything transferred (ports and buffers): the kernel transfers the same objects on. */
  readonly transfer?: readonly Transferable[];
}

/** What the receiving thread must know about a port that was transferred to it. */
export interface TransferredPort {
  readonly id: PortId;
  readonly peer: PortId;
  /** Sequence number of the last message that this port has sent. */
  readonly lastSent: number;
  /** Sequence number of the last message that this port's owner has taken over. */
  readonly lastReceived: number;
  /** Messages that had arrived and were not read before the transfer. */
  readonly queued: readonly PortEnvelope[];
  /** Memory shared by both ends for `receiveMessageOnPort`; laid out by the thread side. */
  readonly ring?: SharedArrayBuffer;
  /** Which half of `ring` this port writes. */
  readonly ringSide?: 0 | 1;
  /** True when the peer was closed before the transfer. */
  readonly closed?: boolean;
}

/** Sent from a thread to the kernel: deliver to the peer of `from`. */
export interface PortPost {
  readonly type: 'port-post';
  readonly from: PortId;
  readonly envelope: PortEnvelope;
}

/** Sent from a thread to the kernel: this arrived for a port that has moved on. */
export interface PortBounce {
  readonly type: 'port-bounce';
  readonly to: PortId;
  readonly envelope: PortEnvelope;
}

/** Sent from a thread to the kernel: the owner closed the port. */
export interface PortClose {
  readonly type: 'port-close';
  readonly port: PortId;
}

/** Sent from the kernel to the owner of port `to`. */
export interface PortDeliver {
  readonly type: 'port-deliver';
  readonly to: PortId;
  readonly envelope: PortEnvelope;
}

/** Sent from the kernel to the owner of `port`: the peer was closed, or its thread has died. Nothing follows. */
export interface PortClosed {
  readonly type: 'port-closed';
  readonly port: PortId;
}
