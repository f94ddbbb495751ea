/** The static functions of `node:events` that wait for events of an emitter or of an EventTarget. */
import type { EventEmitter } from '../events.ts';
import { AbortError, invalidArgType } from './errors.ts';
import { listenerLimit, listenersOfTarget } from './event-targets.ts';
import type { EventName, Listener } from './registered-listeners.ts';
import { validateAbortSignal, validateFunction, validateInteger, validateObject } from './validators.ts';

type Source = EventEmitter | EventTarget;
type Handler = (...args: unknown[]) => void;

/** @see https://nodejs.org/api/events.html#eventsonceemitter-name-options */
export async function once(
  emitter: Source,
  name: EventName,
  options: { signal?: AbortSignal } = {},
): Promise<unknown[]> {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw aborted(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = () => {
      unlisten(emitter, name, succeed);
      if (isEmitter(emitter)) emitter.removeListener('error', fail);
      signal?.removeEventListener('abort', abort);
    };
    const succeed: Handler = (...args) => {
      stop();
      resolve(args);
    };
    const fail = (error: unknown) => {
      stop();
      reject(error);
    };
    const abort = () => {
      fail(aborted(signal?.reason));
    };
    listen(emitter, name, succeed, true);
    // Only emitters give the name 'error' its meaning; an EventTarget has no such rule.
    if (name !== 'error' && isEmitter(emitter)) emitter.once('error', fail);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

interface OnOptions {
  signal?: AbortSignal;
  close?: EventName[];
  highWaterMark?: number;
  highWatermark?: number;
  lowWaterMark?: number;
  lowWatermark?: number;
}

/** @see https://nodejs.org/api/events.html#eventsonemitter-eventname-options */
export function on(
  emitter: Source,
  event: EventName,
  options: OnOptions = {},
): AsyncIterableIterator<unknown[]> {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw aborted(signal.reason);
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);

  const flow = emitter as { pause?(): void; resume?(): void };
  const arrived: unknown[][] = [];
  const waiting: PromiseWithResolvers<IteratorResult<unknown[]>>[] = [];
  const listening: [Source, EventName, Handler][] = [];
  let paused = false;
  let failure: { error: unknown } | undefined;
  let finished = false;

  const start = (source: Source, name: EventName, handler: Handler) => {
    listen(source, name, handler, false);
    listening.push([source, name, handler]);
  };
  const close = (): Promise<IteratorResult<unknown[]>> => {
    for (const [source, name, handler] of listening.splice(0).reverse()) unlisten(source, name, handler);
    finished = true;
    paused = false;
    const end: IteratorResult<unknown[]> = { done: true, value: undefined };
    for (const waiter of waiting.splice(0)) waiter.resolve(end);
    return Promise.resolve(end);
  };
  const fail = (error: unknown) => {
    const waiter = waiting.shift();
    if (waiter) waiter.reject(error);
    else failure = { error };
    void close();
  };

  start(emitter, event, (...args) => {
    const waiter = waiting.shift();
    if (waiter) {
      waiter.resolve({ done: false, value: args });
      return;
    }
    arrived.push(args);
    if (!paused && arrived.length > high) {
      paused = true;
      flow.pause?.();
    }
  });
  if (event !== 'error' && isEmitter(emitter)) start(emitter, 'error', fail);
  for (const name of options.close ?? []) start(emitter, name, () => void close());
  if (signal) start(signal, 'abort', () => fail(aborted(signal.reason)));

  const iterator = {
    next(): Promise<IteratorResult<unknown[]>> {
      const value = arrived.shift();
      if (value) {
        if (paused && arrived.length < low) {
          flow.resume?.();
          paused = false;
        }
        return Promise.resolve({ done: false, value });
      }
      if (failure) {
        const { error } = failure;
        failure = undefined; // Only the first call after an error rejects.
        return Promise.reject(error);
      }
      if (finished) return close();
      const waiter = Promise.withResolvers<IteratorResult<unknown[]>>();
      waiting.push(waiter);
      return waiter.promise;
    },
    return: close,
    throw(error: unknown) {
      if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'Error', error);
      fail(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return Object.setPrototypeOf(iterator, asyncIteratorPrototype) as AsyncIterableIterator<unknown[]>;
}

/** @see https://nodejs.org/api/events.html#eventsgeteventlistenersemitterortarget-eventname */
export function getEventListeners(source: Source, event: EventName): Listener[] {
  if (isEmitter(source)) return source.listeners(event);
  if (source instanceof EventTarget) return listenersOfTarget(source, String(event)) as Listener[];
  throw invalidArgType('emitter', ['EventEmitter', 'EventTarget'], source);
}

/** @see https://nodejs.org/api/events.html#eventsgetmaxlistenersemitterortarget */
export function getMaxListeners(source: Source): number {
  if (typeof (source as EventEmitter | null)?.getMaxListeners === 'function') {
    return (source as EventEmitter).getMaxListeners();
  }
  if (source instanceof EventTarget) return listenerLimit(source);
  throw invalidArgType('emitter', ['EventEmitter', 'EventTarget'], source);
}

/** @see https://nodejs.org/api/events.html#eventslistenercountemitterortarget-eventname */
export function listenerCount(source: Source, event: EventName): number {
  if (isEmitter(source)) return source.listenerCount(event);
  return getEventListeners(source, event).length;
}

/** @see https://nodejs.org/api/events.html#eventsaddabortlistenersignal-listener */
export function addAbortListener(signal: AbortSignal, listener: (event?: Event) => void): object {
  if (signal === undefined) throw invalidArgType('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  const aborted = signal.aborted;
  if (aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  const dispose = () => {
    if (!aborted) signal.removeEventListener('abort', listener);
  };
  const disposeSymbol = (Symbol as unknown as { dispose?: symbol }).dispose ?? Symbol.for('nodejs.dispose');
  return Object.assign(Object.create(null) as object, { [disposeSymbol]: dispose });
}

const asyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype as object) as object,
) as object;

function isEmitter(source: Source): source is EventEmitter {
  return typeof (source as EventEmitter).on === 'function';
}

function listen(source: Source, name: EventName, handler: Handler, onlyOnce: boolean): void {
  if (isEmitter(source)) {
    if (onlyOnce) source.once(name, handler);
    else source.on(name, handler);
  } else if (typeof source.addEventListener === 'function') {
    source.addEventListener(name as string, handler, { once: onlyOnce });
  } else {
    throw invalidArgType('emitter', 'EventEmitter', source);
  }
}

function unlisten(source: Source, name: EventName, handler: Handler): void {
  if (isEmitter(source)) source.removeListener(name, handler);
  else source.removeEventListener(name as string, handler);
}

function aborted(reason: unknown): AbortError {
  return new AbortError(undefined, { cause: reason });
}
