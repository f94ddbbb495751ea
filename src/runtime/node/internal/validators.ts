/**
 * The argument checks of Node's library: each returns silently, or throws what Node throws.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/validators.js
 */
import { invalidArgType, invalidArgValue, outOfRange } from './errors.ts';

/** @throws ERR_INVALID_ARG_TYPE unless `value` is a string. */
export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidArgType(name, 'string', value);
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is a boolean. */
export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalidArgType(name, 'boolean', value);
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is a function. */
export function validateFunction(
  value: unknown,
  name: string,
): asserts value is (...args: never[]) => unknown {
  if (typeof value !== 'function') throw invalidArgType(name, 'Function', value);
}

/**
 * @throws ERR_INVALID_ARG_TYPE unless `value` is a number.
 * @throws ERR_OUT_OF_RANGE if it is outside `min` … `max`, both inclusive.
 */
export function validateNumber(
  value: unknown,
  name: string,
  min?: number,
  max?: number,
): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'number', value);
  if (min === undefined && max === undefined) return;
  const inside = (min === undefined || value >= min) && (max === undefined || value <= max);
  if (inside) return;
  const bounds = [min === undefined ? '' : `>= ${min}`, max === undefined ? '' : `<= ${max}`];
  throw outOfRange(name, bounds.filter(Boolean).join(' && '), value);
}

/**
 * @throws ERR_INVALID_ARG_TYPE unless `value` is a number.
 * @throws ERR_OUT_OF_RANGE if it is no integer or outside `min` … `max`, both inclusive.
 */
export function validateInteger(
  value: unknown,
  name: string,
  min: number = Number.MIN_SAFE_INTEGER,
  max: number = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}

/**
 * @throws ERR_INVALID_ARG_TYPE unless `value` is a number.
 * @throws ERR_OUT_OF_RANGE if no time can be as long.
 */
export function validateDuration(value: unknown, name: string): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'number', value);
  if (value < 0 || !Number.isFinite(value)) throw outOfRange(name, 'a non-negative finite number', value);
}

/** As {@link validateInteger}, within 32 signed bits. */
export function validateInt32(
  value: unknown,
  name: string,
  min = -2147483648,
  max = 2147483647,
): asserts value is number {
  validateInteger(value, name, min, max);
}

/** As {@link validateInteger}, within 32 unsigned bits, and above zero when `positive`. */
export function validateUint32(value: unknown, name: string, positive = false): asserts value is number {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

/** What {@link validateObject} lets pass beside plain objects. */
export interface ObjectAllowance {
  nullable?: boolean;
  array?: boolean;
  function?: boolean;
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is an object, and neither null nor an array unless allowed. */
export function validateObject(
  value: unknown,
  name: string,
  allow: ObjectAllowance = {},
): asserts value is object {
  const refused =
    value === null
      ? allow.nullable !== true
      : Array.isArray(value)
        ? allow.array !== true
        : typeof value !== 'object' && !(allow.function === true && typeof value === 'function');
  if (refused) throw invalidArgType(name, 'Object', value);
}

/**
 * @throws ERR_INVALID_ARG_TYPE unless `value` is an array.
 * @throws ERR_INVALID_ARG_VALUE if it has fewer than `minLength` items.
 */
export function validateArray(value: unknown, name: string, minLength = 0): asserts value is unknown[] {
  if (!Array.isArray(value)) throw invalidArgType(name, 'Array', value);
  if (value.length < minLength)
    throw invalidArgValue(name, value, `must have a length of at least ${minLength}`);
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is an array of strings. */
export function validateStringArray(value: unknown, name: string): asserts value is string[] {
  validateArray(value, name);
  value.forEach((item, index) => {
    validateString(item, `${name}[${index}]`);
  });
}

/** @throws ERR_INVALID_ARG_VALUE unless `value` is one of `allowed`. */
export function validateOneOf(value: unknown, name: string, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  const list = allowed.map((item) => (typeof item === 'string' ? `'${item}'` : String(item))).join(', ');
  throw invalidArgValue(name, value, `must be one of: ${list}`);
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is undefined or looks like an AbortSignal. */
export function validateAbortSignal(value: unknown, name: string): asserts value is AbortSignal | undefined {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || !('aborted' in value))
    throw invalidArgType(name, 'AbortSignal', value);
}

/** @throws ERR_INVALID_ARG_TYPE unless `value` is a Buffer, a typed array or a DataView. */
export function validateBuffer(value: unknown, name = 'buffer'): asserts value is ArrayBufferView {
  if (!ArrayBuffer.isView(value)) throw invalidArgType(name, ['Buffer', 'TypedArray', 'DataView'], value);
}
