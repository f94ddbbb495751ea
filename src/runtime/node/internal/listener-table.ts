import { nextTick } from '../../thread/event-loop.ts';
import { invalidArgType } from './errors.ts';

/** What `addEventListener` accepts beside the listener. */
export interface ListenOptions {
  once?: boolean;
  signal?: AbortSignal;
}

/** A listener as a program gives it: a function, or an object with `handleEvent`. */
export type PortListener = ((argument: unknown) => unknown) | { handleEvent(event: unknown): unknown };

interface Entry {
  readonly listener: PortListener;
  /** Node's `on` passes the bare value, the web's `addEventListener` passes an event. */
  readonly style: 'value' | 'event';
  readonly once: boolean;
  removed: boolean;
}

/** The two faces of what is dispatched. */
export interface Occurrence {
  readonly value: unknown;
  /** Made when the first listener of the web's style wants it. */
  event(): Event;
}

/**
 * The listeners of a port, which is both an EventEmitter and an EventTarget, as Node's `NodeEventTarget`: one listener
 * is added once, an error in one does not stop the others, and is an uncaught exception.
 *
 * @see https://nodejs.org/api/events.html#class-nodeeventtarget
 */
export class ListenerTable {
  readonly #target: object;
  readonly #entries = new Map<string, Entry[]>();
  readonly #handlers = new Map<string, { handler: unknown; entry: Entry | null }>();
  readonly #onCount: (type: string, count: number) => void;

  /**
   * @param target what listeners see as `this`
   * @param onCount hears how many listeners a type has, each time that changes
   */
  constructor(target: object, onCount: (type: string, count: number) => void) {
    this.#target = target;
    this.#onCount = onCount;
  }

  /** Adds a listener unless it is there already. */
  add(type: string, listener: unknown, style: Entry['style'], options: ListenOptions = {}): void {
    if (listener === null || listener === undefined) return;
    if (!isListener(listener)) throw invalidArgType('listener', 'EventListener', listener);
    if (options.signal?.aborted || this.#find(type, listener)) return;
    this.#append(type, { listener, style, once: options.once === true, removed: false });
    options.signal?.addEventListener('abort', () => this.remove(type, listener), { once: true });
  }

  /** Removes a listener, whichever way it was added. */
  remove(type: string, listener: unknown): void {
    const entry = this.#find(type, listener);
    if (entry) this.#drop(type, entry);
  }

  /** Removes all listeners of a type, or all there are. */
  removeAll(type?: string): void {
    for (const name of type === undefined ? this.types() : [type])
      for (const entry of [...this.#list(name)]) this.#drop(name, entry);
  }

  /** How many listeners a type has; a handler such as `onmessage` is one of them. */
  count(type: string): number {
    return this.#list(type).length;
  }

  /** The types that have listeners. */
  types(): string[] {
    return [...this.#entries.keys()];
  }

  /** The value of a handler property such as `onmessage`. */
  handler(type: string): unknown {
    return this.#handlers.get(type)?.handler ?? null;
  }

  /** Sets a handler property. A new one takes the place that the old one had among the listeners. */
  setHandler(type: string, handler: unknown): void {
    const previous = this.#handlers.get(type)?.entry;
    if (typeof handler !== 'function') {
      if (previous && !previous.removed) this.#drop(type, previous);
      this.#handlers.set(type, { handler, entry: null });
      return;
    }
    const known = previous && !previous.removed ? previous : null;
    const entry = known ?? this.#handlerEntry(type);
    this.#handlers.set(type, { handler, entry });
    if (!known) this.#append(type, entry);
  }

  /** Calls the listeners of a type; says whether there was any. */
  dispatch(type: string, occurrence: Occurrence): boolean {
    const entries = [...this.#list(type)];
    let made: Event | undefined;
    for (const entry of entries) {
      if (entry.removed) continue;
      if (entry.once) this.#drop(type, entry);
      call(
        entry.listener,
        this.#target,
        entry.style === 'value' ? occurrence.value : (made ??= occurrence.event()),
      );
    }
    return entries.length > 0;
  }

  #handlerEntry(type: string): Entry {
    const listener = (event: unknown): unknown => {
      const handler = this.handler(type) as (event: unknown) => unknown;
      return Reflect.apply(handler, this.#target, [event]);
    };
    return { listener, style: 'event', once: false, removed: false };
  }

  #append(type: string, entry: Entry): void {
    const entries = this.#list(type);
    this.#entries.set(type, [...entries, entry]);
    this.#onCount(type, entries.length + 1);
  }

  #drop(type: string, entry: Entry): void {
    entry.removed = true;
    const rest = this.#list(type).filter((other) => other !== entry);
    if (rest.length > 0) this.#entries.set(type, rest);
    else this.#entries.delete(type);
    this.#onCount(type, rest.length);
  }

  #find(type: string, listener: unknown): Entry | undefined {
    return this.#list(type).find((entry) => entry.listener === listener);
  }

  #list(type: string): Entry[] {
    return this.#entries.get(type) ?? [];
  }
}

function isListener(value: unknown): value is PortListener {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function call(listener: PortListener, target: object, argument: unknown): void {
  try {
    const result: unknown =
      typeof listener === 'function'
        ? Reflect.apply(listener, target, [argument])
        : listener.handleEvent(argument);
    if (isThenable(result)) result.then(undefined, throwLater);
  } catch (error) {
    throwLater(error);
  }
}

function throwLater(error: unknown): void {
  nextTick(() => {
    throw error;
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
