import { dataCloneError } from './data-clone-error.ts';
import { isBinary, messageParts } from './message-parts.ts';

const untransferable = new WeakSet<object>();
const uncloneable = new WeakSet<object>();
let anyUncloneable = false;

/** `worker_threads.markAsUntransferable`: the object may be cloned, but not be in a transfer list. */
export function markAsUntransferable(object: unknown): void {
  if (isObject(object)) untransferable.add(object);
}

/** `worker_threads.isMarkedAsUntransferable`. */
export function isMarkedAsUntransferable(object: unknown): boolean {
  return isObject(object) && untransferable.has(object);
}

/** `worker_threads.markAsUncloneable`. */
export function markAsUncloneable(object: unknown): void {
  if (!isObject(object) || isBinary(object)) return;
  uncloneable.add(object);
  anyUncloneable = true;
}

/**
 * Throws if a message holds an object that was marked. Browsers know no such mark, so the message is searched; but only
 * in a program that has marked something.
 *
 * @throws DataCloneError
 */
export function refuseUncloneable(message: unknown, seen = new Set<object>()): void {
  if (!anyUncloneable || typeof message !== 'object' || message === null || seen.has(message)) return;
  if (uncloneable.has(message)) throw dataCloneError('Cannot clone object of unsupported type.');
  seen.add(message);
  for (const part of messageParts(message)) refuseUncloneable(part, seen);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
