import type {
  PortDelivery,
  PortHandover,
  PortId,
  PortPayload,
  PortRequest,
} from '../protocol/port-messages.ts';
import { weightOf } from './message-weight.ts';

/** Posts `delivery` to a thread; called with the objects to transfer, and with how much it counts (`weightOf`). */
export type Deliver<Thread> = (
  thread: Thread,
  delivery: PortDelivery,
  transfer: readonly Transferable[],
  weight: number,
) => void;

/** One end of a channel as the kernel sees it. */
interface Port<Thread> {
  readonly id: PortId;
  peer: PortId | null;
  /** Null while the port is inside a message that nobody has received yet. */
  owner: Thread | null;
  flowing: boolean;
  /** Messages, rings that the peer offers, and the final close, not forwarded yet. */
  held: Held[];
  heldWeight: number;
  /** How many messages were forwarded to the present owner. */
  forwarded: number;
  /** Who still has to return messages, and how many; nothing flows before they are back. */
  returning: { from: Thread; missing: number; returned: PortPayload[] } | null;
}

type Held = HeldMessage | HeldRing | 'close';

interface HeldMessage {
  readonly payload: PortPayload;
  readonly weight: number;
}

interface HeldRing {
  readonly ring: SharedArrayBuffer;
}

/**
 * Carries messages between the threads of all processes. It decides nothing about their content; it only knows who owns
 * which port, holds the messages of ports that are not started, and keeps their order when a port moves.
 */
export class MessageRouter<Thread extends object> {
  readonly #ports = new Map<PortId, Port<Thread>>();
  readonly #deliver: Deliver<Thread>;
  readonly #waitingIn: (thread: Thread) => number;

  /** @param waitingIn the weight of the deliveries that a thread has not taken yet */
  constructor(deliver: Deliver<Thread>, waitingIn: (thread: Thread) => number = () => 0) {
    this.#deliver = deliver;
    this.#waitingIn = waitingIn;
  }

  /** Makes a channel whose ends belong to two threads from the start: a Worker's control port, a child's IPC channel. */
  connect(first: { id: PortId; owner: Thread }, second: { id: PortId; owner: Thread }): void {
    this.#add(first.id, second.id, first.owner);
    this.#add(second.id, first.id, second.owner);
  }

  /** Hands over the ports of a payload that the kernel itself delivers: the data of a new worker. */
  carry(giver: Thread, receiver: Thread, { handovers }: PortPayload): void {
    for (const handover of handovers) this.#pickUp(giver, handover);
    this.#giveAway(handovers, receiver);
  }

  /** Closes the ports of a payload that nobody will receive. */
  drop(giver: Thread, payload: PortPayload): void {
    for (const handover of payload.handovers) this.#pickUp(giver, handover);
    this.#discard(payload);
  }

  /** Does what `thread` asks; requests about ports that are not its own are ignored, as those about closed ones are. */
  handle(thread: Thread, request: PortRequest): void {
    switch (request.type) {
      case 'port.post':
        this.#post(thread, request.from, request);
        return;
      case 'port.start':
        this.#start(thread, request.port);
        return;
      case 'port.close':
        this.#close(this.#owned(thread, request.port));
        return;
      case 'port.return':
        this.#takeBack(thread, request.port, request);
        return;
      case 'port.offer-ring': {
        const target = this.#peerOf(this.#owned(thread, request.from));
        if (target) this.#enqueue(target, { ring: request.ring });
        return;
      }
      case 'port.accept-ring': {
        const target = this.#peerOf(this.#owned(thread, request.from));
        const accepted = { type: 'port.ring-accepted', inbox: request.inbox } as const;
        if (target?.owner) this.#deliver(target.owner, { ...accepted, port: target.id }, [], 1);
        return;
      }
    }
  }

  /**
   * Takes the next message of a port for a synchronous receive, or null when none waits in the kernel.
   *
   * @param received how many forwarded messages the thread has seen; if more are on their way, they come first.
   */
  receive(thread: Thread, id: PortId, received: number): PortPayload | null {
    const port = this.#owned(thread, id);
    if (!port || port.returning || port.forwarded > received) return null;
    port.flowing = false;
    while (isRing(port.held[0])) this.#deliverRing(port, thread, port.held.shift() as HeldRing);
    const [next] = port.held;
    if (next === undefined || !isMessage(next)) return null;
    port.held.shift();
    port.heldWeight -= next.weight;
    port.forwarded += 1;
    this.#giveAway(next.payload.handovers, thread);
    return next.payload;
  }

  /** Closes all that a thread owned, since it has ended. */
  dropThread(thread: Thread): void {
    for (const port of [...this.#ports.values()]) {
      if (port.returning?.from === thread) this.#finishReturn(port);
      if (port.owner === thread) this.#close(port);
    }
  }

  /** The weight of the messages that wait at the other end of a port, here or in the thread that owns it. */
  waitingBehind(id: PortId): number {
    const target = this.#peerOf(this.#ports.get(id));
    if (!target) return 0;
    return target.heldWeight + (target.owner ? this.#waitingIn(target.owner) : 0);
  }

  /** How many ports are open, for tests and leak checks. */
  get size(): number {
    return this.#ports.size;
  }

  #post(thread: Thread, from: PortId, payload: PortPayload): void {
    for (const handover of payload.handovers) this.#pickUp(thread, handover);
    const target = this.#peerOf(this.#owned(thread, from));
    if (target) this.#enqueue(target, weighed(payload));
    else this.#discard(payload);
  }

  #start(thread: Thread, id: PortId): void {
    const port = this.#owned(thread, id);
    if (!port) return;
    port.flowing = true;
    this.#flush(port);
  }

  #takeBack(thread: Thread, id: PortId, payload: PortPayload): void {
    for (const handover of payload.handovers) this.#pickUp(thread, handover);
    const port = this.#ports.get(id);
    if (port?.returning?.from !== thread) {
      this.#discard(payload);
      return;
    }
    port.returning.returned.push(payload);
    port.returning.missing -= 1;
    if (port.returning.missing <= 0) this.#finishReturn(port);
  }

  #finishReturn(port: Port<Thread>): void {
    const returned = (port.returning?.returned ?? []).map(weighed);
    port.held.unshift(...returned);
    for (const { weight } of returned) port.heldWeight += weight;
    port.returning = null;
    this.#flush(port);
  }

  #enqueue(port: Port<Thread>, item: Held): void {
    port.held.push(item);
    if (isMessage(item)) port.heldWeight += item.weight;
    this.#flush(port);
  }

  #flush(port: Port<Thread>): void {
    while (port.flowing && !port.returning && port.owner && port.held.length > 0) {
      const item = port.held.shift() as Held;
      if (item === 'close') {
        this.#deliverClose(port, port.owner);
        continue;
      }
      if (isRing(item)) {
        this.#deliverRing(port, port.owner, item);
        continue;
      }
      port.heldWeight -= item.weight;
      this.#forward(port, port.owner, item);
    }
  }

  #deliverRing(port: Port<Thread>, owner: Thread, { ring }: HeldRing): void {
    this.#deliver(owner, { type: 'port.ring', port: port.id, ring, forwarded: port.forwarded }, [], 1);
  }

  #forward(port: Port<Thread>, owner: Thread, { payload, weight }: HeldMessage): void {
    port.forwarded += 1;
    this.#giveAway(payload.handovers, owner);
    const { value, ports, handovers, transfer, moved } = payload;
    this.#deliver(
      owner,
      { type: 'port.message', port: port.id, value, ports, handovers, transfer, moved },
      transfer,
      weight,
    );
  }

  #deliverClose(port: Port<Thread>, owner: Thread): void {
    this.#ports.delete(port.id);
    this.#deliver(owner, { type: 'port.closed', port: port.id }, [], 1);
  }

  /** The giver has put a port into a message: from now on nobody owns it. */
  #pickUp(giver: Thread, handover: PortHandover): void {
    const known = this.#owned(giver, handover.id);
    if (!known && this.#ports.has(handover.id)) return;
    const port = known ?? this.#add(handover.id, handover.peer, null);
    if (!known) this.#learnPeer(giver, port);
    const missing = handover.queued + Math.max(0, port.forwarded - handover.received);
    if (missing > 0) port.returning = { from: giver, missing, returned: [] };
    port.owner = null;
    port.flowing = false;
    port.forwarded = 0;
  }

  /** A channel that was local to `giver` until now: its other end stays there, or is closed already. */
  #learnPeer(giver: Thread, port: Port<Thread>): void {
    if (port.peer === null) port.held.push('close');
    else if (!this.#ports.has(port.peer)) this.#add(port.peer, port.id, giver);
  }

  #giveAway(handovers: readonly PortHandover[], receiver: Thread): void {
    for (const { id } of handovers) {
      const port = this.#ports.get(id);
      if (port?.owner === null) port.owner = receiver;
    }
  }

  #close(port: Port<Thread> | undefined): void {
    if (!port) return;
    this.#ports.delete(port.id);
    for (const item of port.held) if (isMessage(item)) this.#discard(item.payload);
    const peer = this.#peerOf(port);
    if (!peer) return;
    peer.peer = null;
    this.#enqueue(peer, 'close');
    this.#announceClose(peer);
  }

  /**
   * A port that is not started hears of the close too, once no message waits before it: Node emits 'close' on a port
   * without a 'message' listener.
   */
  #announceClose(port: Port<Thread>): void {
    if (port.owner && !port.returning && port.held[0] === 'close') this.#deliverClose(port, port.owner);
  }

  /** Nobody will receive this message, nor the ports in it. */
  #discard(payload: PortPayload): void {
    for (const { id } of payload.handovers) {
      const port = this.#ports.get(id);
      if (port?.owner === null) this.#close(port);
    }
  }

  #peerOf(port: Port<Thread> | undefined): Port<Thread> | undefined {
    return port?.peer == null ? undefined : this.#ports.get(port.peer);
  }

  #owned(thread: Thread, id: PortId): Port<Thread> | undefined {
    const port = this.#ports.get(id);
    return port?.owner === thread ? port : undefined;
  }

  #add(id: PortId, peer: PortId | null, owner: Thread | null): Port<Thread> {
    const port: Port<Thread> = {
      id,
      peer,
      owner,
      flowing: false,
      held: [],
      heldWeight: 0,
      forwarded: 0,
      returning: null,
    };
    this.#ports.set(id, port);
    return port;
  }
}

function weighed(payload: PortPayload): HeldMessage {
  return { payload, weight: weightOf(payload.value) };
}

function isMessage(item: Held): item is HeldMessage {
  return item !== 'close' && 'payload' in item;
}

function isRing(item: Held | undefined): item is HeldRing {
  return typeof item === 'object' && 'ring' in item;
}
