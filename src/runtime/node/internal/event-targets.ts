import { emitWarning } from './emit-warning.ts';
import { invalidArgType, missingArgs, nodeError } from './errors.ts';
import { inspect } from './inspect.ts';
import { nextTick } from './next-tick.ts';

/** What listens to an EventTarget: a function, or an object with a `handleEvent`. */
export type TargetListener = ((event: Event) => unknown) | { handleEvent?(event: Event): unknown };

/** A listener as it was registered, and what the browser calls in its place. */
interface Entry {
  readonly listener: TargetListener;
  readonly capture: boolean;
  readonly run: (event: Event) => void;
}

interface TargetState {
  readonly byType: Map<string, Entry[]>;
  readonly warned: Set<string>;
  limit: number | undefined;
}

const states = new WeakMap<EventTarget, TargetState>();
let defaultLimit = (): number => 10;

/** Says where targets without a limit of their own get it from. */
export function limitListenersBy(limit: () => number): void {
  defaultLimit = limit;
}

/** Who listens to `target`, in the order of registration. */
export function listenersOfTarget(target: EventTarget, type: string): TargetListener[] {
  return (states.get(target)?.byType.get(type) ?? []).map(({ listener }) => listener);
}

/** How many listeners a target may have for one event before it warns; 0 for any number. */
export function listenerLimit(target: EventTarget): number {
  return states.get(target)?.limit ?? (target instanceof AbortSignal ? 0 : defaultLimit());
}

/** Sets what `listenerLimit` tells. */
export function setListenerLimit(target: EventTarget, limit: number): void {
  stateOf(target).limit = limit;
}

/**
 * Makes the browser's event targets do what Node's do beyond the DOM standard: count their listeners, warn of too many, word what
 * they refuse, and let a listener's error wait for the end of the dispatch.
 *
 * @see https://nodejs.org/api/events.html#nodejs-eventtarget-vs-dom-eventtarget
 */
export function followEventTargets(): void {
  const { addEventListener, removeEventListener, dispatchEvent } = EventTarget.prototype;
  const native = { addEventListener, removeEventListener, dispatchEvent };
  const remove = (target: EventTarget, type: string, entry: Entry): void => {
    const entries = states.get(target)?.byType.get(type);
    const index = entries?.indexOf(entry) ?? -1;
    if (index >= 0) entries!.splice(index, 1);
    native.removeEventListener.call(target, type, entry.run, entry.capture);
  };
  const methods = {
    addEventListener(this: EventTarget, ...args: [unknown, unknown, unknown?]): void {
      if (args.length < 2) throw missingArgs('type', 'listener');
      checkTarget(this);
      const [, listener, options] = args;
      const type = `${args[0] as string}`;
      if (!isListener(listener)) {
        warnOfNoListener(this, type, listener);
        return;
      }
      const { capture, once, signal } = readOptions(options);
      if (signal?.aborted || find(this, type, listener, capture)) return;
      const entry: Entry = {
        listener,
        capture,
        run: (event) => {
          if (once) remove(this, type, entry);
          runListener(this, listener, event);
        },
      };
      const state = stateOf(this);
      const entries = state.byType.get(type) ?? [];
      entries.push(entry);
      state.byType.set(type, entries);
      signal?.addEventListener('abort', () => remove(this, type, entry), { once: true });
      native.addEventListener.call(this, type, entry.run, capture);
      warnOfLeak(this, type, entries.length);
    },
    removeEventListener(this: EventTarget, ...args: [unknown, unknown, unknown?]): void {
      if (args.length < 2) throw missingArgs('type', 'listener');
      checkTarget(this);
      const [, listener, options] = args;
      if (!isListener(listener)) return;
      const type = `${args[0] as string}`;
      const entry = find(this, type, listener, readOptions(options).capture);
      if (entry) remove(this, type, entry);
    },
    dispatchEvent(this: EventTarget, ...args: unknown[]): boolean {
      if (args.length === 0) throw missingArgs('event');
      checkTarget(this);
      const [event] = args;
      if (!(event instanceof Event)) throw invalidArgType('event', 'Event', event);
      if (event.eventPhase !== Event.NONE)
        throw nodeError('ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
      return native.dispatchEvent.call(this, event);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(value, 'length', { value: name === 'dispatchEvent' ? 1 : 2, configurable: true });
    Object.defineProperty(EventTarget.prototype, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function stateOf(target: EventTarget): TargetState {
  const known = states.get(target);
  if (known) return known;
  const state: TargetState = { byType: new Map(), warned: new Set(), limit: undefined };
  states.set(target, state);
  return state;
}

function find(
  target: EventTarget,
  type: string,
  listener: TargetListener,
  capture: boolean,
): Entry | undefined {
  const entries = states.get(target)?.byType.get(type);
  return entries?.find((entry) => entry.listener === listener && entry.capture === capture);
}

function checkTarget(target: unknown): void {
  if (!(target instanceof EventTarget))
    throw nodeError('ERR_INVALID_THIS', 'Value of "this" must be of type EventTarget', TypeError);
}

/** @throws ERR_INVALID_ARG_TYPE for what is neither a listener nor none */
function isListener(listener: unknown): listener is TargetListener {
  if (listener === null || listener === undefined) return false;
  if (typeof listener === 'function' || typeof listener === 'object') return true;
  throw invalidArgType('listener', 'EventListener', listener);
}

function readOptions(options: unknown): { capture: boolean; once?: boolean; signal?: AbortSignal } {
  if (typeof options !== 'object' || options === null) return { capture: Boolean(options) };
  return {
    ...(options as AddEventListenerOptions),
    capture: 'capture' in options && Boolean(options.capture),
  };
}

/** An error, or a rejection, is thrown when the dispatch is over, as nobody's. */
function runListener(target: EventTarget, listener: TargetListener, event: Event): void {
  const throwLater = (error: unknown): void => {
    nextTick(() => {
      throw error;
    });
  };
  try {
    const result =
      typeof listener === 'function'
        ? Reflect.apply(listener, target, [event])
        : Reflect.apply(listener.handleEvent!, listener, [event]);
    if (result instanceof Promise) result.catch(throwLater);
  } catch (error) {
    throwLater(error);
  }
}

function warnOfNoListener(target: EventTarget, type: string, listener: unknown): void {
  const warning = new Error(`addEventListener called with ${String(listener)} which has no effect.`);
  emitWarning(Object.assign(warning, { name: 'AddEventListenerArgumentTypeWarning', target, type }));
}

function warnOfLeak(target: EventTarget, type: string, count: number): void {
  const limit = listenerLimit(target);
  const { warned } = stateOf(target);
  if (limit === 0 || count <= limit || warned.has(type)) return;
  warned.add(type);
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ` +
      `${inspect(target, { depth: -1 })}. MaxListeners is ${limit}. Use events.setMaxListeners() to increase limit`,
  );
  emitWarning(Object.assign(warning, { name: 'MaxListenersExceededWarning', target, type, count }));
}
