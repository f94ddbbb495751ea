import type { PortId } from '../../protocol/port-messages.ts';
import { enter, macrotask, ref, unref } from '../../thread/event-loop.ts';
import { lookAtSources } from '../../thread/inbox.ts';
import { postPortRequest } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { currentContext, runInContext } from './async-context.ts';
import { endResource, runResource, startResource } from './async-resources.ts';
import { ListenerTable } from './listener-table.ts';
import { closeEvent, messageEvent } from './port-events.ts';
import { PortRings } from './port-rings.ts';

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
let portPrototype: object = native.MessagePort.prototype;

/** Sets what ports look like to the program; `message-port.ts` gives them their methods. */
export function dressPortsAs(prototype: object): void {
  portPrototype = prototype;
}

/** The port of this thread that the kernel knows by this id. */
export function portNamed(id: PortId): MessagePortState | undefined {
  return byId.get(id);
}

/** The state behind a port of this thread, or undefined if `port` is none. */
export function stateOf(port: unknown): MessagePortState | undefined {
  return typeof port === 'object' && port !== null ? states.get(port) : undefined;
}

/**
 * One end of a channel, in the thread that owns it: its queue, its listeners, and whether it keeps the thread alive.
 *
 * A native port is its shell: something the browser can transfer inside a message. Nothing is ever sent over it. Two
 * ends in one thread pass messages directly; ends in different threads go through the kernel, or through a ring past it.
 */
export class MessagePortState {
  readonly port: MessagePort;
  readonly listeners: ListenerTable;
  /** Messages that arrived while the port was not started, or wait for their turn. */
  queue: QueuedMessage[] = [];
  /** How many messages the kernel has forwarded to this port. */
  received = 0;
  link: Link = { kind: 'closed' };
  readonly rings = new PortRings();
  /** Takes the place of the listeners, for a port that the program does not see: a Worker's. */
  onMessage: ((message: QueuedMessage) => void) | null = null;
  #started = false;
  /** Whether the kernel forwards what comes for the port. */
  #flows = false;
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
    lookAtSources();
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
    if (this.#dispatching) this.#emptyRing();
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
    this.#emptyRing();
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
    this.#flows = false;
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
    this.closeRings();
    heir.queue = this.queue;
    heir.received = this.received;
    if (this.#closeWaits) heir.#closeWaits = true;
    const { link } = this;
    if (link.kind === 'local') heir.connectLocally(link.peer);
    if (link.kind === 'kernel') heir.connectToKernel(link.id, link.peer);
    this.#abandon();
  }

  /** Takes over that this port now belongs to another thread; its queue, which is returned, goes after it. */
  leave(): QueuedMessage[] {
    const { queue } = this;
    this.#abandon();
    return queue;
  }

  /** Hands a message of the kernel to the listeners, or keeps it. It runs outside of any turn. */
  receive(message: QueuedMessage): void {
    // What is in the ring was sent before.
    this.#emptyRing();
    this.countReceived();
    this.#accept(message);
  }

  /** Hands a message of the ring to the listeners. It runs outside of any turn. */
  receivePastKernel(value: unknown): void {
    this.#accept({ value, ports: [] });
  }

  #accept(message: QueuedMessage): void {
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
    const message = this.queue.shift() ?? this.#takeFromRing();
    if (this.#closeWaits && this.queue.length === 0) this.#finish();
    return message;
  }

  /** One more message has come through the kernel. */
  countReceived(): void {
    this.received += 1;
    this.rings.setReceived(this.received);
  }

  /** Takes over a ring that the other end offers. */
  takeOverRing(ring: SharedArrayBuffer, forwarded: number): void {
    if (this.link.kind !== 'kernel') return;
    this.#emptyRing();
    this.rings.takeOver(this.link.id, this, ring, forwarded, this.received);
  }

  /** Before the port moves: its messages wait in its queue, and others go through the kernel. */
  closeRings(): void {
    this.rings.close();
    this.#emptyRing();
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
    this.#flows = false;
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
    if (this.link.kind !== 'kernel' || this.#flows) return;
    this.#flows = true;
    postPortRequest({ type: 'port.start', port: this.link.id });
  }

  #takeFromRing(): QueuedMessage | undefined {
    const taken = this.rings.take();
    return taken && { value: taken.value, ports: [] };
  }

  #emptyRing(): void {
    for (let message = this.#takeFromRing(); message; message = this.#takeFromRing()) this.arrive(message);
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
    const { link } = this;
    // Another shell may have taken its place.
    if (link.kind === 'kernel' && byId.get(link.id) === this) byId.delete(link.id);
    this.closeRings();
    this.setRef(false);
    this.link = { kind };
    this.queue = [];
    this.#started = false;
    this.#closeWaits = false;
  }
}
