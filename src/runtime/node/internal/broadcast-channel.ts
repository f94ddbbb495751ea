import { enter, macrotask, ref, unref } from '../../thread/event-loop.ts';
import { onKernelEvent, send } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { asNodeCloneError } from './data-clone-error.ts';
import { missingArgs, nodeError } from './errors.ts';
import { ListenerTable } from './listener-table.ts';
import { messageEvent } from './port-events.ts';
import { refuseUncloneable } from './transfer-marks.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const open = new Map<number, BroadcastChannel>();
let lastNumber = 0;
let roundRequested = false;

/**
 * A channel to all threads of the process that open one of the same name.
 *
 * @see https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget
 */
export class BroadcastChannel extends EventTarget {
  readonly #listeners = new ListenerTable(this, () => undefined);
  readonly #queue: unknown[] = [];
  readonly #number: number;
  readonly #name: string;
  #refed = false;

  constructor(...args: [name?: unknown]) {
    if (args.length === 0) throw missingArgs('name');
    super();
    this.#name = `${args[0] as string}`;
    this.#number = ++lastNumber;
    open.set(this.#number, this);
    send('channel.join', this.#number, this.#name);
    this.ref();
  }

  get name(): string {
    return channel(this).#name;
  }

  get onmessage(): unknown {
    return this.#listeners.handler('message');
  }

  set onmessage(handler: unknown) {
    this.#listeners.setHandler('message', handler);
  }

  get onmessageerror(): unknown {
    return this.#listeners.handler('messageerror');
  }

  set onmessageerror(handler: unknown) {
    this.#listeners.setHandler('messageerror', handler);
  }

  /** Sends a message to all other channels of this name. */
  postMessage(...args: [message?: unknown]): void {
    channel(this);
    if (args.length === 0) throw missingArgs('message');
    if (!this.#isOpen) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    refuseUncloneable(args[0]);
    const here = [...open.values()].filter((other) => other !== this && other.#name === this.#name);
    try {
      send('channel.post', this.#number, args[0]);
      for (const other of here) other.#arrive(native.structuredClone(args[0]));
    } catch (error) {
      throw asNodeCloneError(error, args[0]);
    }
  }

  close(): void {
    channel(this);
    if (!this.#isOpen) return;
    this.unref();
    open.delete(this.#number);
    send('channel.leave', this.#number);
  }

  /** Lets the channel keep the thread alive, as it does from the start. */
  ref(): this {
    channel(this);
    if (this.#isOpen && !this.#refed) {
      this.#refed = true;
      ref();
    }
    return this;
  }

  unref(): this {
    channel(this);
    if (this.#refed) {
      this.#refed = false;
      unref();
    }
    return this;
  }

  override addEventListener(type: string, listener: unknown, options?: unknown): void {
    this.#listeners.add(String(type), listener, 'event', options ?? {});
  }

  override removeEventListener(type: string, listener: unknown): void {
    this.#listeners.remove(String(type), listener);
  }

  override dispatchEvent(event: Event): boolean {
    this.#listeners.dispatch(event.type, { value: event, event: () => event });
    return !event.defaultPrevented;
  }

  [inspectCustom](
    depth: number,
    options: object,
    inspect: (value: object, options: object) => string,
  ): string {
    channel(this);
    if (depth < 0) return 'BroadcastChannel';
    return `BroadcastChannel ${inspect({ name: this.#name, active: this.#isOpen }, options)}`;
  }

  /** Takes a message of another thread. */
  static deliver(number: number, data: unknown): void {
    const channel = open.get(number);
    if (channel) channel.#arrive(data);
  }

  /** The next message without waiting for the event loop, for `receiveMessageOnPort`. */
  static receive(channel: BroadcastChannel): { message: unknown } | undefined {
    return channel.#queue.length > 0 ? { message: channel.#queue.shift() } : undefined;
  }

  #arrive(data: unknown): void {
    this.#queue.push(data);
    if (roundRequested) return;
    roundRequested = true;
    macrotask(BroadcastChannel.#handOut);
  }

  /** As in Node, each channel in turn hands out all that it has; a turn of the event loop for each message. */
  static #handOut(this: void): void {
    roundRequested = false;
    for (const target of open.values())
      target.#queue.forEach(() => {
        macrotask(() => target.#dispatchNext());
      });
  }

  #dispatchNext(): void {
    if (!this.#isOpen || this.#queue.length === 0) return;
    const data = this.#queue.shift();
    enter(() => this.#listeners.dispatch('message', { value: data, event: () => messageEvent(this, data) }));
  }

  static isChannel(value: unknown): value is BroadcastChannel {
    return typeof value === 'object' && value !== null && #number in value;
  }

  get #isOpen(): boolean {
    return open.has(this.#number);
  }
}

onKernelEvent('channel-message', ({ channel: number, value }) => {
  BroadcastChannel.deliver(number, value);
});

function channel(value: BroadcastChannel): BroadcastChannel {
  if (BroadcastChannel.isChannel(value)) return value;
  throw nodeError('ERR_INVALID_THIS', 'Value of "this" must be of type BroadcastChannel', TypeError);
}
