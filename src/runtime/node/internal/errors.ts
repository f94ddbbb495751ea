/**
 * Node's own errors: the class, the `code` and the exact message that a program on Node would see.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/errors.js
 */
export * from './validators.ts';

/** A constructor of one of the built-in error classes. */
export type ErrorClass = new (message?: string, options?: ErrorOptions) => Error;

/** An error with Node's `code`, such as `ERR_INVALID_ARG_TYPE`. */
export interface NodeError extends Error {
  code: string;
}

type Inspect = (value: unknown, options?: { depth?: number | null; colors?: boolean }) => string;

const isNodeErrorKey = Symbol('isNodeError');
const derivedClasses = new Map<ErrorClass, ErrorClass>();
let inspect: Inspect = inspectSimply;

/**
 * Makes an error as Node's library throws it: `name` is the base's, `code` an own property, and its printed form
 * `TypeError [ERR_X]: message`.
 *
 * The bracketed code in the first line of `stack` is the stack formatter's work (see {@link errorHeader}), since
 * reading `stack` here would make every error expensive.
 */
export function nodeError(code: string, message: string, Base: ErrorClass = Error): NodeError {
  const error = new (derive(Base))(message) as NodeError;
  error.code = code;
  return error;
}

/** Whether `error` came from {@link nodeError}. */
export function isNodeError(error: unknown): error is NodeError {
  return typeof error === 'object' && error !== null && isNodeErrorKey in error;
}

/** The first line of an error's `stack`: `TypeError [ERR_X]: message` for Node's own, else what `toString` of its class gives. */
export function errorHeader(error: Error): string {
  if (isNodeError(error)) return `${error.name} [${error.code}]: ${error.message}`;
  return Error.prototype.toString.call(error);
}

/** Lets `util` lend its `inspect`, which error messages need only for objects; `util` loads it late because it is big. */
export function inspectInErrorsWith(implementation: Inspect): void {
  inspect = implementation;
}

/** `ERR_INVALID_ARG_TYPE`: "The "x" argument must be of type string. Received null". */
export function invalidArgType(
  name: string,
  expected: string | readonly string[],
  actual: unknown,
): NodeError {
  const wanted = describeExpected(typeof expected === 'string' ? [expected] : expected);
  const message = `The ${nameOf(name)} must be ${wanted}. Received ${describeReceived(actual)}`;
  return nodeError('ERR_INVALID_ARG_TYPE', message, TypeError);
}

/** `ERR_INVALID_ARG_VALUE`: "The argument 'x' is invalid. Received …". */
export function invalidArgValue(
  name: string,
  value: unknown,
  reason = 'is invalid',
  Base: ErrorClass = TypeError,
): NodeError {
  let inspected = inspect(value);
  if (inspected.length > 128) inspected = `${inspected.slice(0, 128)}...`;
  const kind = name.includes('.') ? 'property' : 'argument';
  return nodeError('ERR_INVALID_ARG_VALUE', `The ${kind} '${name}' ${reason}. Received ${inspected}`, Base);
}

/** `ERR_OUT_OF_RANGE`: "The value of "x" is out of range. It must be >= 0. Received -1". */
export function outOfRange(name: string, range: string, value: unknown): NodeError {
  const message = `The value of "${name}" is out of range. It must be ${range}. Received ${describeNumber(value)}`;
  return nodeError('ERR_OUT_OF_RANGE', message, RangeError);
}

/** `ERR_MISSING_ARGS`: "The "x" and "y" arguments must be specified". */
export function missingArgs(...names: string[]): NodeError {
  const quoted = names.map((name) => `"${name}"`);
  const list = joinList(quoted, 'and');
  const noun = names.length === 1 ? 'argument' : 'arguments';
  return nodeError('ERR_MISSING_ARGS', `The ${list} ${noun} must be specified`, TypeError);
}

/**
 * `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM`: what the embedded host lacks throws this instead of doing nothing.
 *
 * @param feature what the program called, such as `child.send() with a handle`.
 */
export function unavailable(feature: string): NodeError {
  const message = `The feature ${feature} is unavailable on the current platform, which is being used to run Node.js`;
  return nodeError('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message, TypeError);
}

/** What Node rejects with when an AbortSignal fires; the signal's reason is its cause. */
export class AbortError extends Error {
  code = 'ABORT_ERR';

  constructor(message = 'The operation was aborted', options?: ErrorOptions) {
    super(message, options);
    this.name = 'AbortError';
  }
}

/** What a message says after "Received ": `null`, `type string ('x')`, `an instance of Foo`, `function f`. */
export function describeReceived(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      return `type number (${Object.is(value, -0) ? '-0' : value})`;
    case 'boolean':
      return `type boolean (${value})`;
    case 'symbol':
      return `type symbol (${String(value)})`;
    case 'function':
      return `function ${value.name}`;
    case 'string':
      return `type string (${quote(value.length > 28 ? `${value.slice(0, 25)}...` : value)})`;
    case 'object':
      return value === null ? 'null' : describeObject(value);
  }
}

/** Joins "a", "b" and "c" as Node's messages do: `a`, `a or b`, `a, b, or c`. */
export function joinList(items: readonly string[], conjunction: 'and' | 'or'): string {
  if (items.length <= 2) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(', ')}, ${conjunction} ${items.at(-1)}`;
}

function derive(Base: ErrorClass): ErrorClass {
  const known = derivedClasses.get(Base);
  if (known) return known;
  const Derived = class extends Base {};
  Object.defineProperties(Derived.prototype, {
    constructor: { get: () => Base },
    [isNodeErrorKey]: { value: true },
    toString: {
      value(this: NodeError) {
        return errorHeader(this);
      },
    },
  });
  derivedClasses.set(Base, Derived);
  return Derived;
}

function nameOf(name: string): string {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

const primitiveTypes = [
  'string',
  'function',
  'number',
  'object',
  'Function',
  'Object',
  'boolean',
  'bigint',
  'symbol',
];
const className = /^[A-Z][a-zA-Z0-9]*$/;

function describeExpected(expected: readonly string[]): string {
  let types = expected.filter((kind) => primitiveTypes.includes(kind)).map((kind) => kind.toLowerCase());
  const rest = expected.filter((kind) => !primitiveTypes.includes(kind));
  const instances = rest.filter((kind) => className.test(kind));
  const other = rest.filter((kind) => !className.test(kind));
  if (instances.length > 0 && types.includes('object')) {
    types = types.filter((kind) => kind !== 'object');
    instances.push('Object');
  }
  const parts: string[] = [];
  if (types.length > 0)
    parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${joinList(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${joinList(instances, 'or')}`);
  if (other.length > 0) parts.push(describeOther(other));
  return parts.join(' or ');
}

function describeOther(other: readonly string[]): string {
  if (other.length > 1) return `one of ${joinList(other, 'or')}`;
  const [only = ''] = other;
  return only.toLowerCase() === only ? only : `an ${only}`;
}

function describeObject(value: object): string {
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  if (typeof name === 'string' && name !== '') return `an instance of ${name}`;
  return inspect(value, { depth: -1 });
}

function describeNumber(value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > 2 ** 32) {
    return separateThousands(String(value));
  }
  if (typeof value === 'bigint') {
    const big = value > 2n ** 32n || value < -(2n ** 32n);
    return `${big ? separateThousands(String(value)) : value}n`;
  }
  return inspect(value);
}

function separateThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '_');
}

function quote(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/** Serves until `util` is loaded: right for primitives, and a class name for objects. */
function inspectSimply(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(inspectSimply).join(', ')} ]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Object.getPrototypeOf(value) === null) return '[Object: null prototype] {}';
  return Object.keys(value).length === 0 ? '{}' : '[Object]';
}
