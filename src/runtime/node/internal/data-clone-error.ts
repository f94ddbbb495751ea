import { captureStack } from '../../thread/capture-stack.ts';
import { native } from '../../thread/thread-state.ts';
import { messageParts } from './message-parts.ts';

/** Node's error for what cannot be cloned or transferred; code 25. */
export function dataCloneError(message: string): DOMException {
  const error = new DOMException(message, 'DataCloneError');
  // Of the host's own frames as few as can be: a stack has ten.
  captureStack(error, dataCloneError);
  return error;
}

/** Browsers say in front which function failed, and word two cases in their own way. */
const apiPrefix = /^(?:Failed to execute '\w+' on '\w+': |\w+\.postMessage: |structuredClone: )/;

/** Classes of the web of which Node has made its own, and says only that they cannot be cloned. */
const unclonedByNode = /^#<(?:URL|URLSearchParams|Headers|FormData|Request|Response)> could not be cloned/;

/** Of objects of the web, and in Firefox of any, it is said what kind of thing they are, where Node shows them. */
const firefoxWords = /^(?:\w+ object could not be cloned\.|unsupported type for structured data)$/;

/**
 * Turns what a browser threw while cloning a message into what Node throws; other errors stay as they are.
 *
 * @param transferred what need not be cloned
 */
export function asNodeCloneError(
  error: unknown,
  value: unknown,
  transferred: readonly object[] = [],
): unknown {
  if (!(error instanceof DOMException) || error.name !== 'DataCloneError') return error;
  const message = error.message.replace(apiPrefix, '');
  if (/(?:MessagePort|Stream).*(?:not transferred|could not be cloned)/.test(message))
    return dataCloneError('Object that needs transfer was found in message but not listed in transferList');
  if (message.includes('does not have a transferable type'))
    return dataCloneError('Found invalid value in transferList.');
  const found = firefoxWords.test(message) ? findUncloneable(value, new Set(transferred)) : undefined;
  const words = found ? `${described(found.part)} could not be cloned.` : message;
  return dataCloneError(unclonedByNode.test(words) ? 'Cannot clone object of unsupported type.' : words);
}

/** The first part of a message that cannot be cloned, in the order in which it is looked at. */
function findUncloneable(part: unknown, seen: Set<object>): { part: unknown } | undefined {
  if (typeof part === 'function' || typeof part === 'symbol') return { part };
  if (typeof part !== 'object' || part === null || seen.has(part)) return undefined;
  seen.add(part);
  for (const inner of messageParts(part)) {
    const found = findUncloneable(inner, seen);
    if (found) return found;
  }
  return isPlain(part) || canBeCloned(part) ? undefined : { part };
}

function isPlain(object: object): boolean {
  return Array.isArray(object) || Object.prototype.toString.call(object) === '[object Object]';
}

function canBeCloned(object: object): boolean {
  try {
    native.structuredClone(object);
    return true;
  } catch {
    return false;
  }
}

function described(part: unknown): string {
  if (part instanceof ArrayBuffer) return 'An ArrayBuffer is detached and';
  if (typeof part === 'object' && part !== null) return `#<${part.constructor.name}>`;
  return String(part);
}
