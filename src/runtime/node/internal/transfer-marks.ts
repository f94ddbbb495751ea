import { dataCloneError } from './data-clone-error.ts';
import { isBinary, messageParts } from './message-parts.ts';
import { hasTransferableFiles, isTransferableFile } from './transferable-file.ts';

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
 * in a program that has marked something, or opened a FileHandle, which can be transferred and not be cloned.
 *
 * @throws DataCloneError
 */
export function refuseUncloneable(message: unknown, transfer: readonly object[] = []): void {
  if (anyUncloneable || hasTransferableFiles()) search(message, transfer, new Set());
}

function search(part: unknown, transfer: readonly object[], seen: Set<object>): void {
  if (typeof part !== 'object' || part === null || seen.has(part)) return;
  if (uncloneable.has(part)) throw dataCloneError('Cannot clone object of unsupported type.');
  seen.add(part);
  if (!isTransferableFile(part)) {
    for (const inner of messageParts(part)) search(inner, transfer, seen);
  } else if (!transfer.includes(part)) {
    throw dataCloneError('Object that needs transfer was found in message but not listed in transferList');
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
