/**
 * Structural equality, as `assert.deepStrictEqual`, `assert.deepEqual` and `assert.partialDeepStrictEqual` have it.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/util/comparisons.js
 */
import types, { typedArrayName } from './types.ts';

/** `strict` compares prototypes and with `Object.is`, `loose` with `==`, `partial` lets the actual value have more. */
export type EqualityMode = 'strict' | 'loose' | 'partial';

/** Whether two values have the same structure. */
export function isDeepEqual(actual: unknown, expected: unknown, mode: EqualityMode): boolean {
  return new Comparison(mode).equal(actual, expected);
}

type Keyed = Record<PropertyKey, unknown>;

class Comparison {
  readonly #mode: EqualityMode;
  /** Pairs under comparison: a pair met again within itself is equal as far as it goes. */
  readonly #open = new Map<object, Set<object>>();

  constructor(mode: EqualityMode) {
    this.#mode = mode;
  }

  equal(a: unknown, b: unknown): boolean {
    if (a === b) return a !== 0 || this.#mode === 'loose' || Object.is(a, b);
    if (isObject(a) && isObject(b)) return this.#equalObjects(a, b);
    if (this.#mode !== 'loose') return Number.isNaN(a) && Number.isNaN(b);
    return !isObject(a) && !isObject(b) && (a == b || (a !== a && b !== b));
  }

  #equalObjects(a: object, b: object): boolean {
    if (this.#mode === 'strict' && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    return this.#equalInternals(a, b) && this.#onceOpen(a, b, () => this.#equalContents(a, b));
  }

  /** Compares what is no property: times, sources, bytes, the values in boxes. */
  #equalInternals(a: object, b: object): boolean {
    if (Array.isArray(a)) return this.#sizesFit(a.length, (b as unknown[]).length);
    for (const is of [types.isSet, types.isMap]) {
      if (is(a) || is(b)) return is(a) && is(b) && this.#sizesFit(a.size, b.size);
    }
    if (types.isArrayBufferView(a) || types.isArrayBufferView(b)) {
      return types.isArrayBufferView(a) && types.isArrayBufferView(b) && this.#equalViews(a, b);
    }
    if (types.isAnyArrayBuffer(a) || types.isAnyArrayBuffer(b)) {
      if (!types.isAnyArrayBuffer(a) || !types.isAnyArrayBuffer(b)) return false;
      return this.#equalBytes(new Uint8Array(a), new Uint8Array(b));
    }
    if (types.isDate(a) || types.isDate(b)) {
      return types.isDate(a) && types.isDate(b) && Object.is(a.getTime(), b.getTime());
    }
    if (types.isRegExp(a) || types.isRegExp(b)) {
      if (!types.isRegExp(a) || !types.isRegExp(b)) return false;
      return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
    }
    if (isErrorLike(a) || isErrorLike(b)) return isErrorLike(a) && isErrorLike(b) && this.#equalErrors(a, b);
    if (types.isBoxedPrimitive(a) || types.isBoxedPrimitive(b)) {
      if (!types.isBoxedPrimitive(a) || !types.isBoxedPrimitive(b)) return false;
      return Object.is(primitiveIn(a), primitiveIn(b));
    }
    if (a instanceof URL || b instanceof URL)
      return a instanceof URL && b instanceof URL && a.href === b.href;
    // Nothing can be seen of what these hold, so only the same object is equal.
    return !types.isWeakMap(a) && !types.isWeakSet(a) && !types.isPromise(a);
  }

  #sizesFit(actual: number, expected: number): boolean {
    return actual === expected || (this.#mode === 'partial' && actual > expected);
  }

  #equalViews(a: ArrayBufferView, b: ArrayBufferView): boolean {
    const name = typedArrayName(a);
    if (name !== typedArrayName(b)) return false;
    if (this.#mode === 'loose' && name?.startsWith('Float')) {
      const [x, y] = [a, b] as unknown as [Float64Array, Float64Array];
      return x.length === y.length && x.every((value, index) => value === y[index]);
    }
    return this.#equalBytes(bytesOf(a), bytesOf(b));
  }

  #equalBytes(a: Uint8Array, b: Uint8Array): boolean {
    if (a.length === b.length) return a.every((byte, index) => byte === b[index]);
    if (this.#mode !== 'partial' || a.length < b.length) return false;
    let next = 0;
    for (const byte of a) if (byte === b[next]) next++;
    return next >= b.length;
  }

  #equalErrors(a: Error, b: Error): boolean {
    for (const name of ['message', 'name', 'cause', 'errors'] as const) {
      // Enumerable ones are compared with the other properties.
      if (isEnumerable(b, name)) continue;
      const expected = (b as unknown as Keyed)[name];
      const unsaid = expected === undefined || (name === 'message' && expected === '');
      if (this.#mode === 'partial' && unsaid) continue;
      if (!this.equal((a as unknown as Keyed)[name], expected)) return false;
    }
    const expectsCause = Object.hasOwn(b, 'cause');
    return expectsCause === Object.hasOwn(a, 'cause') || (this.#mode === 'partial' && !expectsCause);
  }

  #onceOpen(a: object, b: object, compare: () => boolean): boolean {
    const partners = this.#open.get(a) ?? new Set();
    if (partners.has(b)) return true;
    this.#open.set(a, partners.add(b));
    try {
      return compare();
    } finally {
      partners.delete(b);
    }
  }

  #equalContents(a: object, b: object): boolean {
    const isList = Array.isArray(a) || typedArrayName(a) !== undefined;
    const expected = this.#keys(b, isList);
    if (this.#mode !== 'partial' && this.#keys(a, isList).length !== expected.length) return false;
    if (!expected.every((key) => isEnumerable(a, key) && this.equal((a as Keyed)[key], (b as Keyed)[key]))) {
      return false;
    }
    if (types.isSet(a)) return this.#equalSets(a, b as Set<unknown>);
    if (types.isMap(a)) return this.#equalMaps(a, b as Map<unknown, unknown>);
    return !Array.isArray(a) || this.#equalItems(a, b as unknown[]);
  }

  #keys(value: object, withoutIndexes: boolean): PropertyKey[] {
    let keys: PropertyKey[] = Object.keys(value);
    if (withoutIndexes) keys = keys.filter((key) => !/^\d+$/.test(key as string));
    if (this.#mode === 'loose') return keys;
    return keys.concat(Object.getOwnPropertySymbols(value).filter((symbol) => isEnumerable(value, symbol)));
  }

  #equalItems(a: unknown[], b: unknown[]): boolean {
    if (this.#mode === 'partial' && a.length !== b.length) return this.#containsInOrder(a, b);
    for (let index = 0; index < b.length; index++) {
      if (index in a !== index in b && this.#mode !== 'loose') return false;
      if (!this.equal(a[index], b[index])) return false;
    }
    return true;
  }

  #containsInOrder(a: unknown[], b: unknown[]): boolean {
    let next = 0;
    for (const item of a) if (next < b.length && this.equal(item, b[next])) next++;
    return next === b.length;
  }

  #equalSets(a: Set<unknown>, b: Set<unknown>): boolean {
    const unmatched = new Set([...a].filter((value) => !b.has(value)));
    for (const expected of b) {
      if (a.has(expected)) continue;
      if (!isObject(expected) && this.#mode !== 'loose') return false;
      const match = [...unmatched].find((value) => this.equal(value, expected));
      if (match === undefined && !unmatched.has(undefined)) return false;
      unmatched.delete(match);
    }
    return true;
  }

  #equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    const unmatched = new Set([...a.keys()].filter((key) => !b.has(key)));
    for (const [key, expected] of b) {
      if (a.has(key)) {
        if (!this.equal(a.get(key), expected)) return false;
        continue;
      }
      if (!isObject(key) && this.#mode !== 'loose') return false;
      const found = [...unmatched].some((candidate) => {
        if (!this.equal(candidate, key) || !this.equal(a.get(candidate), expected)) return false;
        return unmatched.delete(candidate);
      });
      if (!found) return false;
    }
    return true;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isErrorLike(value: object): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function isEnumerable(value: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

function primitiveIn(box: object): unknown {
  for (const { prototype } of [Number, String, Boolean, BigInt, Symbol]) {
    try {
      return (prototype.valueOf as (this: object) => unknown).call(box);
    } catch {
      // Not this kind of box.
    }
  }
  return undefined;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
