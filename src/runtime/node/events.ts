/**
 * `node:events`. The default export is `module.exports`: the EventEmitter function itself, with the module's functions upon it.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/events.js
 */
import { invalidArgType, nodeError } from './internal/errors.ts';
import {
  addAbortListener,
  getEventListeners,
  getMaxListeners,
  listenerCount,
  on,
  once,
} from './internal/event-waiting.ts';
import { inspect } from './internal/inspect.ts';
import {
  captureRejections,
  type CapturingEmitter,
  notifyListener,
  rejectionHandler,
} from './internal/captured-rejections.ts';
import { emitWarning } from './internal/emit-warning.ts';
import { limitListenersBy, setListenerLimit } from './internal/event-targets.ts';
import {
  callingOnce,
  changeableList,
  emitting,
  emptyTable,
  type EventName,
  isSame,
  type Listener,
  type ListenerList,
  listOf,
  type ListenerTable,
  type RegisteredListener,
} from './internal/registered-listeners.ts';
import { validateBoolean, validateFunction, validateNumber } from './internal/validators.ts';
import { eventEmitterAsyncResource } from './internal/event-emitter-async-resource.ts';
import { noteUnhandledErrorEvent } from './internal/unhandled-error-event.ts';

/** @see https://nodejs.org/api/events.html#class-eventemitter */
export interface EventEmitter {
  _events: ListenerTable | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  on(event: EventName, listener: Listener): this;
  addListener(event: EventName, listener: Listener): this;
  once(event: EventName, listener: Listener): this;
  prependListener(event: EventName, listener: Listener): this;
  prependOnceListener(event: EventName, listener: Listener): this;
  off(event: EventName, listener: Listener): this;
  removeListener(event: EventName, listener: Listener): this;
  removeAllListeners(event?: EventName): this;
  emit(event: EventName, ...args: unknown[]): boolean;
  listeners(event: EventName): Listener[];
  rawListeners(event: EventName): Listener[];
  listenerCount(event: EventName, listener?: Listener): number;
  eventNames(): EventName[];
  setMaxListeners(count: number): this;
  getMaxListeners(): number;
}

/** The options of an emitter's constructor. */
export interface EventEmitterOptions {
  captureRejections?: boolean;
}

/** The constructor, which may be called without `new` on an object that inherits from its prototype. */
export interface EventEmitterConstructor {
  new (options?: EventEmitterOptions): EventEmitter;
  (this: unknown, options?: EventEmitterOptions): void;
  prototype: EventEmitter;
  init(this: EventEmitter, options?: EventEmitterOptions): void;
  defaultMaxListeners: number;
}

// It shows when an emitter is inspected, so its name is Node's.
const shapeMode = Symbol('shapeMode');
const errorMonitor = Symbol('events.errorMonitor');
let defaultMaxListeners = 10;
limitListenersBy(() => defaultMaxListeners);

type Emitter = CapturingEmitter & { [shapeMode]: boolean };

/** @see https://nodejs.org/api/events.html#class-eventemitter */
export const EventEmitter: EventEmitterConstructor = function (
  this: EventEmitter,
  options?: EventEmitterOptions,
) {
  EventEmitter.init.call(this, options);
} as unknown as EventEmitterConstructor;

EventEmitter.init = function (this: EventEmitter, options?: EventEmitterOptions) {
  const emitter = this as Emitter;
  const inherited = (Object.getPrototypeOf(emitter) as EventEmitter)._events;
  const keepsEvents = emitter._events !== undefined && emitter._events !== inherited;
  if (!keepsEvents) {
    emitter._events = emptyTable();
    emitter._eventsCount = 0;
  }
  emitter[shapeMode] = keepsEvents;
  emitter._maxListeners ||= undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    emitter[captureRejections] = options.captureRejections;
  } else {
    emitter[captureRejections] = (EventEmitter.prototype as Emitter)[captureRejections];
  }
};

const methods: Partial<EventEmitter> & ThisType<Emitter> = {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,

  setMaxListeners(count) {
    validateNumber(count, 'setMaxListeners', 0);
    this._maxListeners = count;
    return this;
  },

  getMaxListeners() {
    return limitOf(this);
  },

  emit(event, ...args) {
    const table = this._events;
    let unhandled = event === 'error';
    if (table !== undefined) {
      if (unhandled && table[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      unhandled &&= table['error'] === undefined;
    } else if (!unhandled) {
      return false;
    }
    if (unhandled) throw unhandledError(this, args);

    const registered = table?.[event];
    if (registered === undefined) return false;
    if (typeof registered === 'function') {
      notifyListener(this, registered, event, args);
      return true;
    }
    registered[emitting]++;
    try {
      for (const listener of registered) notifyListener(this, listener, event, args);
    } finally {
      registered[emitting]--;
    }
    return true;
  },

  addListener(event, listener) {
    return add(this, event, listener, false);
  },

  prependListener(event, listener) {
    return add(this, event, listener, true);
  },

  once(event, listener) {
    validateFunction(listener, 'listener');
    this.on(event, callingOnce(this, event, listener));
    return this;
  },

  prependOnceListener(event, listener) {
    validateFunction(listener, 'listener');
    this.prependListener(event, callingOnce(this, event, listener));
    return this;
  },

  removeListener(event, listener) {
    validateFunction(listener, 'listener');
    const table = this._events;
    const registered = table?.[event];
    if (table === undefined || registered === undefined) return this;

    if (typeof registered === 'function') {
      if (!isSame(registered, listener)) return this;
      this._eventsCount -= 1;
      if (this[shapeMode]) table[event] = undefined;
      else if (this._eventsCount === 0) this._events = emptyTable();
      else Reflect.deleteProperty(table, event);
      if (table['removeListener'] !== undefined) {
        this.emit('removeListener', event, registered.listener ?? listener);
      }
      return this;
    }

    const list = changeableList(table, event, registered);
    const position = list.findLastIndex((candidate) => isSame(candidate, listener));
    if (position < 0) return this;
    list.splice(position, 1);
    if (list.length === 1) table[event] = list[0];
    if (table['removeListener'] !== undefined) this.emit('removeListener', event, listener);
    return this;
  },

  removeAllListeners(...names: EventName[]) {
    const table = this._events;
    if (table === undefined) return this;
    const event = names[0] as EventName;

    if (table['removeListener'] === undefined) {
      if (names.length === 0) {
        this._events = emptyTable();
        this._eventsCount = 0;
      } else if (table[event] !== undefined) {
        if (--this._eventsCount === 0) this._events = emptyTable();
        else Reflect.deleteProperty(table, event);
      }
      this[shapeMode] = false;
      return this;
    }

    if (names.length === 0) {
      for (const name of Reflect.ownKeys(table)) {
        if (name !== 'removeListener') this.removeAllListeners(name);
      }
      this.removeAllListeners('removeListener');
      this._events = emptyTable();
      this._eventsCount = 0;
      this[shapeMode] = false;
      return this;
    }

    for (const listener of [...listOf(this._events, event)].reverse()) this.removeListener(event, listener);
    return this;
  },

  listeners(event) {
    return listOf(this._events, event).map((registered) => registered.listener ?? registered);
  },

  rawListeners(event) {
    return [...listOf(this._events, event)];
  },

  listenerCount(event, listener) {
    const list = listOf(this._events, event);
    // Both null and undefined ask for all.
    if (listener == null) return list.length;
    return list.filter((registered) => isSame(registered, listener)).length;
  },

  eventNames() {
    const table = this._events;
    if (table === undefined || this._eventsCount === 0) return [];
    return Reflect.ownKeys(table).filter((name) => table[name] !== undefined);
  },
};

// As in Node the methods are enumerable, and each pair of names is one function.
Object.assign(EventEmitter.prototype, methods);
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;
Object.defineProperty(EventEmitter.prototype, captureRejections, { value: false, writable: true });

Object.assign(EventEmitter, {
  addAbortListener,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  listenerCount,
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: rejectionHandler,
  errorMonitor,
  setMaxListeners,
});

Object.defineProperties(EventEmitter, {
  captureRejections: {
    get: () => (EventEmitter.prototype as Emitter)[captureRejections],
    set(value: unknown) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      (EventEmitter.prototype as Emitter)[captureRejections] = value;
    },
    enumerable: true,
  },
  defaultMaxListeners: {
    get: () => defaultMaxListeners,
    set(value: unknown) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
    enumerable: true,
  },
  EventEmitterAsyncResource: {
    get: () => eventEmitterAsyncResource(EventEmitter),
    enumerable: true,
    configurable: true,
  },
});

export default EventEmitter;

function limitOf(emitter: EventEmitter): number {
  return emitter._maxListeners ?? EventEmitter.defaultMaxListeners;
}

function add(
  emitter: Emitter,
  event: EventName,
  listener: RegisteredListener,
  prepend: boolean,
): typeof emitter {
  validateFunction(listener, 'listener');
  emitter._events ??= emptyTable();
  // Told before it is added, so that a listener for "newListener" does not hear of itself.
  if (emitter._events['newListener'] !== undefined) {
    emitter.emit('newListener', event, listener.listener ?? listener);
  }
  const table = emitter._events;
  const registered = table[event];
  if (registered === undefined) {
    table[event] = listener;
    emitter._eventsCount++;
    return emitter;
  }

  let list: ListenerList;
  if (typeof registered === 'function') {
    list = Object.assign(prepend ? [listener, registered] : [registered, listener], { [emitting]: 0 });
    table[event] = list;
  } else {
    list = changeableList(table, event, registered);
    if (prepend) list.unshift(listener);
    else list.push(listener);
  }
  const limit = limitOf(emitter);
  if (limit > 0 && list.length > limit && !list.warned) warnOfLeak(emitter, event, list, limit);
  return emitter;
}

function unhandledError(emitter: Emitter, args: readonly unknown[]): Error {
  const [error] = args;
  if (error instanceof Error) return noteUnhandledErrorEvent(error, emitter, methods.emit!);
  let shown: unknown;
  try {
    shown = inspect(error);
  } catch {
    shown = error;
  }
  const wrapped = nodeError('ERR_UNHANDLED_ERROR', `Unhandled error. (${String(shown)})`);
  return Object.assign(wrapped, { context: error });
}

function warnOfLeak(emitter: EventEmitter, event: EventName, list: ListenerList, limit: number): void {
  list.warned = true;
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(event)} listeners added to ` +
      `${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
  );
  emitWarning(
    Object.assign(warning, { name: 'MaxListenersExceededWarning', emitter, type: event, count: list.length }),
  );
}

function setMaxListeners(count = defaultMaxListeners, ...targets: unknown[]): void {
  validateNumber(count, 'setMaxListeners', 0);
  if (targets.length === 0) defaultMaxListeners = count;
  for (const target of targets) {
    if (target instanceof EventTarget) {
      setListenerLimit(target, count);
      continue;
    }
    if (typeof (target as EventEmitter | null)?.setMaxListeners !== 'function') {
      throw invalidArgType('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
    (target as EventEmitter).setMaxListeners(count);
  }
}
