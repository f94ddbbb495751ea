import type { EventEmitter } from '../events.ts';

// What an emitter keeps in `_events`, in the shape that Node's own has: programs look at it.

/** The name of an event. */
export type EventName = string | symbol;

/** Any function that listens; what it is called with is between emitter and listener. */
export type Listener = (...args: never[]) => unknown;

/** A function as it is kept: itself, or one that calls it once and names it. */
export type RegisteredListener = Listener & { listener?: Listener };
/** The listeners for one event where there are several. */
export interface ListenerList extends Array<RegisteredListener> {
  /** How many `emit` calls walk this very array; while any does, changes go to a copy. */
  [emitting]: number;
  warned?: boolean;
}
/** By event. */
export type ListenerTable = Record<EventName, RegisteredListener | ListenerList | undefined>;

/** Counts the calls of `emit` that walk a list. */
export const emitting = Symbol('events.emitting');

export function emptyTable(): ListenerTable {
  return Object.create(null) as ListenerTable;
}

/** Whether a function was registered as this listener. */
export function isSame(registered: RegisteredListener, listener: Listener): boolean {
  return registered === listener || registered.listener === listener;
}

/** Who listens for an event. */
export function listOf(table: ListenerTable | undefined, event: EventName): readonly RegisteredListener[] {
  const registered = table?.[event];
  if (registered === undefined) return [];
  return typeof registered === 'function' ? [registered] : registered;
}

/** A list that may be changed: a copy, which takes its place, while an `emit` walks it. */
export function changeableList(table: ListenerTable, event: EventName, list: ListenerList): ListenerList {
  if (list[emitting] === 0) return list;
  const copy: ListenerList = Object.assign([...list], { [emitting]: 0 });
  if (list.warned) copy.warned = true;
  table[event] = copy;
  return copy;
}

/** A function that removes itself and then calls the listener. */
export function callingOnce(emitter: EventEmitter, event: EventName, listener: Listener): RegisteredListener {
  let fired = false;
  const wrapper: RegisteredListener = (...args) => {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(event, wrapper);
    return Reflect.apply(listener, emitter, args);
  };
  wrapper.listener = listener;
  return wrapper;
}
