import { dataCloneError } from './data-clone-error.ts';
import { nodeError } from './errors.ts';
import { isMarkedAsUntransferable } from './transfer-marks.ts';

/** The second argument of `postMessage`: a list, or options that hold one. */
export type TransferArgument = Iterable<unknown> | { transfer?: Iterable<unknown> } | null | undefined;

/**
 * Reads the transfer list of a `postMessage` call.
 *
 * @throws ERR_INVALID_ARG_TYPE if it is no iterable
 */
export function readTransferList(argument: unknown): unknown[] {
  if (argument === null || argument === undefined) return [];
  if (typeof argument !== 'object') throw notIterable('transferList');
  if (isIterable(argument)) return itemsOf(argument, 'transferList');
  const { transfer } = argument as { transfer?: unknown };
  if (transfer === undefined) return [];
  return itemsOf(transfer, 'options.transfer');
}

/**
 * Checks what Node checks before it looks at the message.
 *
 * @throws DataCloneError
 */
export function checkTransferList(list: readonly unknown[], isDetachedPort: (item: object) => boolean): void {
  const seen = new Set<unknown>();
  for (const item of list) {
    if (typeof item !== 'object' || item === null || isPlainObject(item))
      throw dataCloneError('Found invalid value in transferList.');
    const kind = item instanceof ArrayBuffer ? 'ArrayBuffer' : item.constructor.name;
    if (seen.has(item)) throw dataCloneError(`Transfer list contains duplicate ${kind}`);
    seen.add(item);
    if (isMarkedAsUntransferable(item) || (item instanceof ArrayBuffer && isDetached(item)))
      throw dataCloneError('Cannot transfer object of unsupported type.');
    if (isDetachedPort(item)) throw dataCloneError('MessagePort in transfer list is already detached');
  }
}

function notIterable(name: string): Error {
  return nodeError('ERR_INVALID_ARG_TYPE', `Optional ${name} argument must be an iterable`, TypeError);
}

function itemsOf(list: unknown, name: string): unknown[] {
  if (typeof list !== 'object' || list === null || !isIterable(list)) throw notIterable(name);
  const iterator: unknown = list[Symbol.iterator]();
  if (typeof (iterator as Partial<Iterator<unknown>> | null)?.next !== 'function') throw notIterable(name);
  return [...{ [Symbol.iterator]: () => iterator as Iterator<unknown> }];
}

function isIterable(value: object): value is Iterable<unknown> {
  return typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isDetached(buffer: ArrayBuffer): boolean {
  return (buffer as ArrayBuffer & { detached?: boolean }).detached === true;
}
