import type {
  PortDelivery,
  PortHandover,
  PortId,
  PortMessage,
  PortPayload,
} from '../../protocol/port-messages.ts';
import { enter, macrotask, ref, unref } from '../../thread/event-loop.ts';
import { newPortId, onPortDelivery, postPortRequest } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { currentContext, runInContext } from './async-context.ts';
import { endResource, runResource, startResource } from './async-resources.ts';
import { ListenerTable } from './listener-table.ts';
import { closeEvent, messageEvent } from './port-events.ts';

/** A message on its way to a listener: its value, and the ports that came with it. */
export interface QueuedMessage {
  readonly value: unknown;
  readonly ports: readonly MessagePort[];
}

/** Where the other end of a port is. */
type Link =
  | { readonly kind: 'local'; readonly peer: MessagePortState }
  | { readonly kind: 'kernel'; readonly id: PortId; readonly peer: PortId }
  | { readonly kind: 'closed' }
  | { readonly kind: 'moved' };

const states = new WeakMap<object, MessagePortState>();
const byId = new Map<PortId, MessagePortState>();
const movedAway = new Set<PortId>();
let portPrototype: object = native.MessagePort.prototype;

/** Sets what ports look like to the program; `message-port.ts` gives them their methods. */
export function dressPortsAs(prototype: object): void {
  portPrototype = prototype;
}

/** The state behind a port of this thread, or undefined if `port` is none. */
export function stateOf(port: unknown): MessagePortState | undefined {
  return typeof port === 'object' && port !== null ? states.get(port) : undefined;
}

/**
 * One end of a channel, in the thread that owns it: its queue, its listeners, and whether it keeps the thread alive.
 *
 * A native port is its shell: something the browser can transfer inside a message. Nothing is ever sent over it. Two
 * ends in one thread pass messages directly; ends in different threads go through the kernel.
 */
export class MessagePortState {
  readonly port: MessagePort;
  readonly listeners: ListenerTable;
  /** Messages that arrived while the port was not started, or wait for their turn. */
  queue: QueuedMessage[] = [];
  /** How many messages the kernel has forwarded to this port. */
  received = 0;
  link: Link = { kind: 'closed' };
  /** Takes the place of the listeners, for a port that the program does not see: a Worker's. */
  onMessage: ((message: QueuedMessage) => void) | null = null;
  #started = false;
  #refed = false;
  #turnsRequested = 0;
  #dispatching = false;
  #closeWaits = false;
  /** Its listeners run in the context in which the port was made. */
  readonly #context = currentContext();
  #resource = 0;

  constructor(shell: MessagePort) {
    this.port = Object.setPrototypeOf(shell, portPrototype) as MessagePort;
    this.listeners = new ListenerTable(shell, (type, count) => {
      this.#countChanged(type, count);
    });
    states.set(shell, this);
  }

  /** Tells `async_hooks` of the port, once it is connected. */
  announce(): this {
    this.#resource = startResource('MESSAGEPORT', this.port);
    return this;
  }

  /** Whether the port can still send or receive. */
  get isOpen(): boolean {
    return this.link.kind === 'local' || this.link.kind === 'kernel';
  }

  get isStarted(): boolean {
    return this.#started;
  }

  get isRefed(): boolean {
    return this.#refed;
  }

  /** Lets the port keep the thread alive, or not. A closed port never does. */
  setRef(wanted: boolean): void {
    const refed = wanted && this.isOpen;
    if (refed === this.#refed) return;
    this.#refed = refed;
    if (refed) ref();
    else unref();
  }

  /** Hands out messages from now on. */
  start(): void {
    if (this.#started || !this.isOpen) return;
    this.#started = true;
    this.#askForMessages();
    this.#drainSoon();
  }

  /** Keeps messages in the queue until the next start. */
  stop(): void {
    this.#started = false;
  }

  /** Puts a message that a local peer has sent in the queue. */
  arrive(message: QueuedMessage): void {
    this.queue.push(message);
    this.#drainSoon();
  }

  /** Closes both ends; each hears of it with a 'close' event in a later turn. */
  close(): void {
    const { link } = this;
    if (!this.isOpen || this.#closeWaits) return;
    // Closed by a listener, it still hands out what has arrived before: libuv's callback goes through the whole queue.
    if (this.#dispatching && this.queue.length > 0) this.#closeWaits = true;
    else this.#finish();
    if (link.kind === 'local') link.peer.closeAfterQueue();
    if (link.kind === 'kernel') postPortRequest({ type: 'port.close', port: link.id });
  }

  /** The other end is closed: so is this one, once the messages before that are handed out. */
  closeAfterQueue(): void {
    if (!this.isOpen) return;
    if (this.queue.length > 0) this.#closeWaits = true;
    else this.#finish();
  }

  /** The kernel says so, outside of any turn; all messages have come before. */
  closeNow(): void {
    if (!this.isOpen) return;
    if (this.queue.length > 0) {
      this.#closeWaits = true;
      return;
    }
    this.#abandon('closed');
    enter(() => this.#announceClose());
  }

  /** Talks through the kernel from now on, under the name `id`. */
  connectToKernel(id: PortId, peer: PortId): void {
    this.link = { kind: 'kernel', id, peer };
    byId.set(id, this);
    if (this.#started) this.#askForMessages();
  }

  /** Joins two ends in this thread. */
  connectLocally(peer: MessagePortState): void {
    this.link = { kind: 'local', peer };
    peer.link = { kind: 'local', peer: this };
  }

  /** Gives all that this port is to another shell in this thread, where the structured clone has put it. */
  moveTo(shell: MessagePort): void {
    const heir = new MessagePortState(shell);
    heir.queue = this.queue;
    heir.received = this.received;
    if (this.#closeWaits) heir.#closeWaits = true;
    const { link } = this;
    if (link.kind === 'local') heir.connectLocally(link.peer);
    if (link.kind === 'kernel') heir.connectToKernel(link.id, link.peer);
    this.#abandon();
  }

  /** Takes over that this port now belongs to another thread; its queue goes after it. */
  leave({ id }: PortHandover): void {
    const { link, queue } = this;
    if (link.kind === 'kernel') byId.delete(link.id);
    this.#abandon();
    movedAway.add(id);
    for (const message of queue) returnMessage(id, packLocalMessage(message));
  }

  /** Hands a message of the kernel to the listeners, or keeps it. It runs outside of any turn. */
  receive(payload: PortPayload): void {
    this.received += 1;
    const message = unpackMessage(payload);
    if (!this.#started || this.queue.length > 0) {
      this.arrive(message);
      return;
    }
    // Through the queue, even when its turn is now: if the turn must wait, the close that may follow waits for it.
    this.queue.push(message);
    this.#turnsRequested += 1;
    enter(() => this.#takeTurn());
  }

  /** Takes the next message out of the queue, for a synchronous receive. */
  takeNext(): QueuedMessage | undefined {
    const message = this.queue.shift();
    if (this.#closeWaits && this.queue.length === 0) this.#finish();
    return message;
  }

  /** Calls the listeners with a message. */
  dispatch(message: QueuedMessage): void {
    const { value, ports } = message;
    if (!this.isOpen) return;
    if (this.onMessage) {
      const { onMessage } = this;
      this.#call(() => onMessage(message));
      return;
    }
    this.#dispatching = true;
    const detail = { value, event: () => messageEvent(this.port, value, ports) };
    this.#call(() => this.listeners.dispatch('message', detail));
    this.#dispatching = false;
  }

  /** After a synchronous receive has stopped the flow in the kernel. */
  resumeFlow(): void {
    if (this.#started) this.#askForMessages();
  }

  #countChanged(type: string, count: number): void {
    if (type !== 'message' || count > 1) return;
    if (count === 1) {
      if (this.#started && this.#refed) return;
      this.setRef(true);
      this.start();
    } else {
      this.stop();
      this.setRef(false);
    }
  }

  #askForMessages(): void {
    if (this.link.kind === 'kernel') postPortRequest({ type: 'port.start', port: this.link.id });
  }

  /** One message per macrotask, so that microtasks run in between, as they do in Node. */
  #drainSoon(): void {
    while (this.#started && this.#turnsRequested < this.queue.length) {
      this.#turnsRequested += 1;
      macrotask(() => this.#takeTurn());
    }
  }

  #takeTurn(): void {
    this.#turnsRequested -= 1;
    if (!this.#started && !this.#closeWaits) return;
    const message = this.queue.shift();
    if (message) enter(() => this.dispatch(message));
    if (this.#closeWaits && this.queue.length === 0) this.#finish();
  }

  #finish(): void {
    // The closing port keeps the thread alive until its 'close' event, as a closing handle of libuv does.
    ref();
    this.#abandon('closed');
    macrotask(() => {
      enter(() => {
        unref();
        this.#announceClose();
      });
    });
  }

  #call(callback: () => void): void {
    runResource(this.#resource, () => runInContext(this.#context, callback, undefined, []));
  }

  #announceClose(): void {
    const detail = { value: undefined, event: () => closeEvent(this.port) };
    this.#call(() => this.listeners.dispatch('close', detail));
    endResource(this.#resource);
  }

  #abandon(kind: 'closed' | 'moved' = 'moved'): void {
    if (this.link.kind === 'kernel') byId.delete(this.link.id);
    this.setRef(false);
    this.link = { kind };
    this.queue = [];
    this.#started = false;
    this.#closeWaits = false;
  }
}

// ── handing ports to other threads ──────────────────────────────────────────────────────────────────────────

/** A plan to hand ports to another thread; nothing has happened to them before `commit`. */
export interface Departure {
  readonly handovers: readonly PortHandover[];
  /** Called once the message is on its way. */
  commit(): void;
}

/** Prepares the transfer of ports in a message for another thread. */
export function planDeparture(ports: readonly MessagePort[]): Departure {
  const ids = new Map<MessagePortState, PortId>();
  const leaving = ports.map((port) => states.get(port)).filter((state) => state !== undefined);
  const handovers = leaving.map((state) => planHandover(state, ids));
  const commit = (): void => {
    const stay = [...ids.keys()].filter((state) => !leaving.includes(state));
    for (const state of stay) {
      const { link } = state;
      if (link.kind === 'local') state.connectToKernel(ids.get(state)!, ids.get(link.peer)!);
    }
    leaving.forEach((state, index) => {
      state.leave(handovers[index]!);
    });
  };
  return { handovers, commit };
}

function planHandover(state: MessagePortState, ids: Map<MessagePortState, PortId>): PortHandover {
  const { link, received } = state;
  const queued = state.queue.length;
  switch (link.kind) {
    case 'kernel':
      return { id: link.id, peer: link.peer, queued, received };
    case 'local': {
      for (const end of [state, link.peer]) if (!ids.has(end)) ids.set(end, newPortId());
      return { id: ids.get(state)!, peer: ids.get(link.peer)!, queued, received: 0 };
    }
    case 'closed':
    case 'moved':
      return { id: newPortId(), peer: null, queued: 0, received: 0 };
  }
}

/** Makes ports of this thread of those that came with a message. */
export function adoptPorts(shells: readonly MessagePort[], handovers: readonly PortHandover[]): void {
  shells.forEach((shell, index) => {
    const handover = handovers[index];
    if (!handover) return;
    movedAway.delete(handover.id);
    // A peer of 0 is nobody: the kernel then announces the close.
    const state = new MessagePortState(shell);
    state.connectToKernel(handover.id, handover.peer ?? 0);
    state.announce();
  });
}

/** A fresh port of this thread that talks through the kernel. */
export function openKernelPort(id: PortId, peer: PortId): MessagePortState {
  const state = new MessagePortState(new native.MessageChannel().port1);
  state.connectToKernel(id, peer);
  return state.announce();
}

/** Two fresh ends of a channel in this thread. */
export function openLocalPair(): [MessagePortState, MessagePortState] {
  const { port1, port2 } = new native.MessageChannel();
  const pair: [MessagePortState, MessagePortState] = [
    new MessagePortState(port1),
    new MessagePortState(port2),
  ];
  pair[0].connectLocally(pair[1]);
  for (const state of pair) state.announce();
  return pair;
}

function unpackMessage({ value, ports, handovers }: PortPayload): QueuedMessage {
  adoptPorts(ports, handovers);
  return { value, ports };
}

/** A message that was in this thread already and must now travel. */
function packLocalMessage({ value, ports }: QueuedMessage): PortPayload {
  const departure = planDeparture(ports);
  departure.commit();
  return { value, ports, handovers: departure.handovers, transfer: ports };
}

function returnMessage(port: PortId, payload: PortPayload): void {
  postPortRequest({ type: 'port.return', port, ...payload });
}

// ── what the kernel sends ───────────────────────────────────────────────────────────────────────────────────

onPortDelivery((delivery: PortDelivery) => {
  const state = byId.get(delivery.port);
  if (delivery.type === 'port.closed') state?.closeNow();
  else if (state) state.receive(delivery);
  else if (movedAway.has(delivery.port)) passOn(delivery);
  else for (const { id } of delivery.handovers) postPortRequest({ type: 'port.close', port: id });
});

function passOn({ port, value, ports, handovers, transfer }: PortMessage): void {
  returnMessage(port, { value, ports, handovers, transfer });
}
