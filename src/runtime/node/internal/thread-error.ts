import { native } from '../../thread/thread-state.ts';
import { nodeError } from './errors.ts';
import { inspect } from './inspect.ts';

/** A thrown value on its way from a worker to its owner: data that can be cloned. */
export type PackedError =
  | {
      readonly kind: 'error';
      readonly constructorName: keyof typeof constructors;
      /** Own and inherited properties, as Node copies them. */
      readonly properties: readonly PackedProperty[];
      readonly cause: { readonly packed: PackedError; readonly enumerable: boolean } | null;
    }
  | { readonly kind: 'stack'; readonly stack: string | undefined }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'symbol'; readonly description: string | undefined }
  | { readonly kind: 'text'; readonly text: string };

/** What came of a getter cannot be written to. */
type PackedProperty = readonly [key: string, value: unknown, enumerable: boolean, writable: boolean];

const constructors = {
  AggregateError,
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/**
 * Packs what a worker threw and nobody caught.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/error_serdes.js
 */
export function packError(thrown: unknown, seen = new Set<unknown>()): PackedError {
  if (typeof thrown === 'symbol') return { kind: 'symbol', description: thrown.description };
  // All that Node passes on of an error that the engine does not take for one.
  if (thrown instanceof DOMException) return { kind: 'stack', stack: thrown.stack };
  const constructorName = thrown instanceof Error && !seen.has(thrown) ? nearestBuiltIn(thrown) : undefined;
  if (thrown instanceof Error && constructorName) {
    seen.add(thrown);
    const own = Object.getOwnPropertyDescriptor(thrown, 'cause');
    const cause = own ? { packed: packError(thrown.cause, seen), enumerable: own.enumerable === true } : null;
    return { kind: 'error', constructorName, properties: propertiesOf(thrown), cause };
  }
  if (seen.has(thrown)) return { kind: 'text', text: '[Circular object]' };
  return isCloneable(thrown) ? { kind: 'value', value: thrown } : { kind: 'text', text: inspect(thrown) };
}

/** Makes the value that the owner's 'error' event shows. */
export function unpackError(packed: PackedError): unknown {
  switch (packed.kind) {
    case 'error':
      return revive(packed);
    case 'stack':
      return Object.defineProperty(new Error(), 'stack', { value: packed.stack });
    case 'value':
      return packed.value;
    case 'symbol':
      return Symbol.for(packed.description ?? '');
    case 'text':
      return packed.text;
  }
}

/** What the kernel reports when it could not start a thread. */
export function startError(reported: unknown): Error {
  const { message = 'The thread could not be started.' } = (reported ?? {}) as { message?: string };
  return nodeError('ERR_WORKER_INIT_FAILED', `Worker initialization failure: ${message}`);
}

/** As in Node, the copy inherits from the error's class and is no error of the engine's; `inspect` tells by the tag. */
function revive({ constructorName, properties, cause }: PackedError & { kind: 'error' }): Error {
  const error = Object.create(constructors[constructorName].prototype) as Error;
  const define = (key: string, value: unknown, enumerable: boolean, writable: boolean): void => {
    Object.defineProperty(error, key, { value, enumerable, writable, configurable: true });
  };
  for (const property of properties) define(...property);
  Object.defineProperty(error, Symbol.toStringTag, { value: 'Error', configurable: true });
  if (cause) define('cause', unpackError(cause.packed), cause.enumerable, true);
  return error;
}

function nearestBuiltIn(error: Error): keyof typeof constructors | undefined {
  for (const object of prototypeChain(error)) {
    const constructor: unknown = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    const name = typeof constructor === 'function' ? constructor.name : '';
    if (name in constructors) return name as keyof typeof constructors;
  }
  return undefined;
}

function propertiesOf(error: Error): PackedProperty[] {
  const found = new Map<string, PackedProperty>();
  for (const object of [...prototypeChain(error)].reverse()) {
    if (object === Object.prototype) continue;
    for (const key of Object.getOwnPropertyNames(object)) {
      const value = readProperty(error, key);
      if (key === 'cause' || value === skipped) continue;
      const { enumerable = false, writable = false } = Object.getOwnPropertyDescriptor(object, key) ?? {};
      // Node's stack is an accessor, of which the copy is read-only; Firefox's is a plain property.
      found.set(key, [key, value, enumerable, writable && key !== 'stack']);
    }
  }
  return [...found.values()];
}

const skipped = Symbol('skipped');

function readProperty(error: Error, key: string): unknown {
  try {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'function' || typeof value === 'symbol' || !isCloneable(value) ? skipped : value;
  } catch {
    return skipped;
  }
}

function* prototypeChain(object: object): Iterable<object> {
  for (let link: object | null = object; link; link = Object.getPrototypeOf(link) as object | null)
    yield link;
}

function isCloneable(value: unknown): boolean {
  if (typeof value !== 'object' && typeof value !== 'function') return true;
  try {
    native.structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
