import { callSync } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { decodeClone } from '../../protocol/decode-clone.ts';
import { BroadcastChannel } from './broadcast-channel.ts';
import { nodeError, unavailable } from './errors.ts';
import { dressPortsAs, stateOf, type MessagePortState } from './message-port-state.ts';
import { customEvent, messageEvent } from './port-events.ts';
import { adoptPorts, openLocalPair } from './port-transfer.ts';
import { notEnoughArguments, postMessage } from './post-message.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/**
 * Node's MessagePort: an EventTarget with an EventEmitter's methods. Programs cannot construct it.
 *
 * @see https://nodejs.org/api/worker_threads.html#class-messageport
 */
export function MessagePort(): never {
  throw nodeError('ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called', TypeError);
}

/** What ports have of Node's NodeEventTarget, above the methods of the browser's ports, which are only shells here. */
const listenerMethods = {
  on(this: object, type: unknown, listener: unknown) {
    own(this).listeners.add(String(type), listener, 'value');
    return this;
  },
  addListener(this: object, type: unknown, listener: unknown) {
    own(this).listeners.add(String(type), listener, 'value');
    return this;
  },
  once(this: object, type: unknown, listener: unknown) {
    own(this).listeners.add(String(type), listener, 'value', { once: true });
    return this;
  },
  off(this: object, type: unknown, listener: unknown) {
    own(this).listeners.remove(String(type), listener);
    return this;
  },
  removeListener(this: object, type: unknown, listener: unknown) {
    own(this).listeners.remove(String(type), listener);
    return this;
  },
  removeAllListeners(this: object, type?: string | symbol) {
    own(this).listeners.removeAll(type === undefined ? undefined : String(type));
    return this;
  },
  emit(this: object, type: unknown, value?: unknown): boolean {
    const name = String(type);
    const event = (): Event =>
      name === 'message' || name === 'messageerror'
        ? messageEvent(this, value)
        : customEvent(this, name, value);
    return own(this).listeners.dispatch(name, { value, event });
  },
  listenerCount(this: object, type: unknown): number {
    return own(this).listeners.count(String(type));
  },
  eventNames(this: object): string[] {
    return own(this).listeners.types();
  },
  setMaxListeners(this: object, count: number): void {
    maxListeners.set(this, count);
  },
  getMaxListeners(this: object): number {
    return maxListeners.get(this) ?? 10;
  },

  addEventListener(this: object, type: unknown, listener: unknown, options?: unknown): void {
    own(this).listeners.add(String(type), listener, 'event', options ?? {});
  },
  removeEventListener(this: object, type: unknown, listener: unknown): void {
    own(this).listeners.remove(String(type), listener);
  },
  dispatchEvent(this: object, event: Event): boolean {
    own(this).listeners.dispatch(event.type, { value: event, event: () => event });
    return !event.defaultPrevented;
  },
};

/** What ports have of their own. */
const methods = {
  postMessage(this: object, ...args: [value?: unknown, transfer?: unknown]): true | undefined {
    if (args.length === 0) throw notEnoughArguments();
    const state = own(this);
    const open = state.isOpen;
    postMessage(state, args[0], args[1]);
    return open ? true : undefined;
  },
  start(this: object): void {
    own(this).start();
  },
  close(this: object, callback?: unknown): void {
    if (typeof callback === 'function') own(this).listeners.add('close', callback, 'value', { once: true });
    own(this).close();
  },
  ref(this: object): void {
    own(this).setRef(true);
  },
  unref(this: object): void {
    own(this).setRef(false);
  },
  hasRef(this: object): boolean {
    return own(this).isRefed;
  },

  get onmessage(): unknown {
    return stateOf(this)?.listeners.handler('message') ?? null;
  },
  set onmessage(handler: unknown) {
    own(this).listeners.setHandler('message', handler);
  },
  get onmessageerror(): unknown {
    return stateOf(this)?.listeners.handler('messageerror') ?? null;
  },
  set onmessageerror(handler: unknown) {
    own(this).listeners.setHandler('messageerror', handler);
  },
};

const maxListeners = new WeakMap<object, number>();

/** What `console.log(port)` shows. */
function inspectPort(this: object): object {
  const state = stateOf(this);
  if (!state) return this;
  const shown = Object.create(Object.getPrototypeOf(this) as object) as Record<string, unknown>;
  Object.defineProperty(shown, inspectCustom, { value: undefined });
  return Object.assign(shown, state.isOpen ? { active: true, refed: state.isRefed } : { active: false });
}

const nodeEventTarget = Object.create(
  native.MessagePort.prototype,
  Object.getOwnPropertyDescriptors(listenerMethods),
) as object;
MessagePort.prototype = Object.create(nodeEventTarget, {
  ...Object.getOwnPropertyDescriptors(methods),
  constructor: { value: MessagePort, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'EventTarget', configurable: true },
  [inspectCustom]: { value: inspectPort, configurable: true },
}) as object;
Object.setPrototypeOf(MessagePort, EventTarget);
dressPortsAs(MessagePort.prototype);

/**
 * A channel whose two ends begin in this thread.
 *
 * @see https://nodejs.org/api/worker_threads.html#class-messagechannel
 */
export function MessageChannel(this: { port1: MessagePort; port2: MessagePort }): void {
  if (!new.target) {
    const message = 'Cannot call constructor without `new`';
    throw nodeError('ERR_CONSTRUCT_CALL_REQUIRED', message, TypeError);
  }
  const [first, second] = openLocalPair();
  this.port1 = first.port;
  this.port2 = second.port;
}

/**
 * Ports cannot move, since a thread has one realm; what is wrong with the port is told as Node tells it.
 *
 * @see https://nodejs.org/api/worker_threads.html#workermovemessageporttocontextport-contextifiedsandbox
 */
export function moveMessagePortToContext(port: unknown): never {
  if (!portState(port).isOpen)
    throw nodeError('ERR_CLOSED_MESSAGE_PORT', 'Cannot send data on closed MessagePort');
  throw unavailable('worker_threads.moveMessagePortToContext()');
}

/**
 * The next message of a port without waiting for the event loop, or undefined when there is none.
 *
 * @see https://nodejs.org/api/worker_threads.html#workerreceivemessageonportport
 */
export function receiveMessageOnPort(port: unknown): { message: unknown } | undefined {
  if (BroadcastChannel.isChannel(port)) return BroadcastChannel.receive(port);
  const state = portState(port);
  const next = state.takeNext();
  if (next) return { message: next.value };
  const { link } = state;
  return link.kind === 'kernel' && state.rings.kernelMayHaveMore
    ? receiveFromKernel(state, link.id)
    : undefined;
}

function receiveFromKernel(state: MessagePortState, id: number): { message: unknown } | undefined {
  const received = callSync('port.receive', id, state.received);
  if (!received) {
    state.resumeFlow();
    return undefined;
  }
  state.countReceived();
  const shells = received.handovers.map(() => new native.MessageChannel().port1);
  adoptPorts(shells, received.handovers);
  state.resumeFlow();
  return { message: decodeClone(received.bytes, shells) };
}

function portState(port: unknown): MessagePortState {
  const state = stateOf(port);
  if (state) return state;
  const message = 'The "port" argument must be a MessagePort instance';
  throw nodeError('ERR_INVALID_ARG_TYPE', message, TypeError);
}

function own(port: object): MessagePortState {
  const state = stateOf(port);
  if (!state) throw new TypeError('Illegal invocation');
  return state;
}
