/**
 * `util.types`: what kind of object something is, told from its internal slots where the language lets one see them.
 *
 * @see https://nodejs.org/api/util.html#utiltypes
 */
import { isModuleNamespace } from '../../thread/modules/module-namespace.ts';
import { isProxy } from './proxies.ts';

type Probe = (value: object) => unknown;

const TypedArray = Object.getPrototypeOf(Uint8Array) as { prototype: object };
const typedArrayTag = getter(TypedArray.prototype, Symbol.toStringTag);

/** The name of a typed array's class, or undefined. */
export function typedArrayName(value: unknown): string | undefined {
  return typedArrayTag.call(value) as string | undefined;
}

// Each of these getters and methods throws unless its receiver has the internal slot.
const slots: Record<string, Probe> = {
  ArrayBuffer: (value) => getter(ArrayBuffer.prototype, 'byteLength').call(value),
  BigIntObject: (value) => BigInt.prototype.valueOf.call(value),
  BooleanObject: (value) => Boolean.prototype.valueOf.call(value),
  DataView: (value) => getter(DataView.prototype, 'byteLength').call(value),
  Date: (value) => Date.prototype.getTime.call(value),
  Map: (value) => getter(Map.prototype, 'size').call(value),
  NumberObject: (value) => Number.prototype.valueOf.call(value),
  Set: (value) => getter(Set.prototype, 'size').call(value),
  StringObject: (value) => String.prototype.valueOf.call(value),
  SymbolObject: (value) => Symbol.prototype.valueOf.call(value),
  WeakMap: (value) => WeakMap.prototype.has.call(value, value),
  WeakSet: (value) => WeakSet.prototype.has.call(value, value),
};

const hasSlot = (name: string) => (value: unknown) => {
  if (typeof value !== 'object' || value === null) return false;
  try {
    slots[name]?.(value);
    return true;
  } catch {
    return false;
  }
};
const isBoxed = ['BigIntObject', 'BooleanObject', 'NumberObject', 'StringObject', 'SymbolObject'].map(
  hasSlot,
);

const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isObjectTagged =
  (...tags: string[]) =>
  (value: unknown) =>
    isObject(value) && tags.includes(tagOf(value));
const isFunctionTagged =
  (...tags: string[]) =>
  (value: unknown) =>
    typeof value === 'function' && tags.includes(tagOf(value));
const isArrayOf = (name: string) => (value: unknown) => typedArrayName(value) === name;

const isArrayBuffer = hasSlot('ArrayBuffer') as (value: unknown) => value is ArrayBuffer;
const isSharedArrayBuffer = (value: unknown) => isObject(value) && tagOf(value) === 'SharedArrayBuffer';
const { isError } = Error as { isError?: (value: unknown) => boolean };
const isNativeError =
  isError ?? ((value: unknown) => isObject(value) && (value instanceof Error || tagOf(value) === 'Error'));

const types = {
  isExternal: () => false,
  isDate: hasSlot('Date') as (value: unknown) => value is Date,
  isArgumentsObject: isObjectTagged('Arguments'),
  isBigIntObject: hasSlot('BigIntObject'),
  isBooleanObject: hasSlot('BooleanObject'),
  isNumberObject: hasSlot('NumberObject'),
  isStringObject: hasSlot('StringObject'),
  isSymbolObject: hasSlot('SymbolObject'),
  isBoxedPrimitive: (value: unknown) => isBoxed.some((is) => is(value)),
  isNativeError: isNativeError as (value: unknown) => value is Error,
  isRegExp: ((value: unknown) => isObject(value) && isRegExpSlot(value)) as (
    value: unknown,
  ) => value is RegExp,
  isAsyncFunction: isFunctionTagged('AsyncFunction', 'AsyncGeneratorFunction'),
  isGeneratorFunction: isFunctionTagged('GeneratorFunction', 'AsyncGeneratorFunction'),
  isGeneratorObject: isObjectTagged('Generator', 'AsyncGenerator'),
  isPromise: ((value: unknown) => value instanceof Promise) as (value: unknown) => value is Promise<unknown>,
  isMap: hasSlot('Map') as (value: unknown) => value is Map<unknown, unknown>,
  isSet: hasSlot('Set') as (value: unknown) => value is Set<unknown>,
  isMapIterator: isObjectTagged('Map Iterator'),
  isSetIterator: isObjectTagged('Set Iterator'),
  isWeakMap: hasSlot('WeakMap'),
  isWeakSet: hasSlot('WeakSet'),
  isArrayBuffer,
  isDataView: hasSlot('DataView'),
  isSharedArrayBuffer: isSharedArrayBuffer as (value: unknown) => value is SharedArrayBuffer,
  isProxy,
  isModuleNamespaceObject: isModuleNamespace,
  isAnyArrayBuffer: (value: unknown): value is ArrayBufferLike =>
    isArrayBuffer(value) || isSharedArrayBuffer(value),
  isCryptoKey: isObjectTagged('CryptoKey'),
  isKeyObject: isObjectTagged('KeyObject'),
  isArrayBufferView: (value: unknown): value is ArrayBufferView => ArrayBuffer.isView(value),
  isTypedArray: (value: unknown) => typedArrayName(value) !== undefined,
  isUint8Array: isArrayOf('Uint8Array') as (value: unknown) => value is Uint8Array,
  isUint8ClampedArray: isArrayOf('Uint8ClampedArray'),
  isUint16Array: isArrayOf('Uint16Array'),
  isUint32Array: isArrayOf('Uint32Array'),
  isInt8Array: isArrayOf('Int8Array'),
  isInt16Array: isArrayOf('Int16Array'),
  isInt32Array: isArrayOf('Int32Array'),
  isFloat16Array: isArrayOf('Float16Array'),
  isFloat32Array: isArrayOf('Float32Array'),
  isFloat64Array: isArrayOf('Float64Array'),
  isBigInt64Array: isArrayOf('BigInt64Array'),
  isBigUint64Array: isArrayOf('BigUint64Array'),
};

export default types;

function isRegExpSlot(value: object): boolean {
  try {
    getter(RegExp.prototype, 'global').call(value);
    return value !== RegExp.prototype;
  } catch {
    return false;
  }
}

function getter(prototype: object, name: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: unknown) => unknown;
}
