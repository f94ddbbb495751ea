/**
 * Node's Buffer: a Uint8Array with encodings.
 *
 * Unlike Node's, small buffers do not share a pool: each owns its `ArrayBuffer`, which a program may then transfer whole.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/buffer.js
 */
import { invalidArgType, nodeError } from '../errors.ts';
import { validateArray, validateInteger, validateNumber } from '../validators.ts';
import { decode, encode, encodedLength, type Encoding, encodingNamed } from './encodings.ts';
import { bufferMethods, type BufferMethods } from './methods.ts';
import { addNumberMethods } from './numbers.ts';
import { compareBytes } from './search.ts';

/** A Node Buffer. */
export type Buffer = Uint8Array<ArrayBuffer> & BufferMethods;

/** The constructor, which may also be called as a function. */
export interface BufferConstructor {
  (value: unknown, encodingOrOffset?: unknown, length?: number): Buffer;
  new (value: unknown, encodingOrOffset?: unknown, length?: number): Buffer;
  readonly prototype: Buffer;
  poolSize: number;
  from(value: unknown, encodingOrOffset?: unknown, length?: number): Buffer;
  of(...bytes: number[]): Buffer;
  alloc(size: number, fill?: unknown, encoding?: string): Buffer;
  allocUnsafe(size: number): Buffer;
  allocUnsafeSlow(size: number): Buffer;
  concat(list: readonly Uint8Array[], length?: number): Buffer;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  copyBytesFrom(view: unknown, offset?: number, length?: number): Buffer;
  byteLength(value: unknown, encoding?: string): number;
  isBuffer(value: unknown): value is Buffer;
  isEncoding(name: unknown): boolean;
}

/** The largest size of a Buffer, in bytes. */
export const kMaxLength = 2 ** 53 - 1;

class FastBuffer extends Uint8Array<ArrayBuffer> {}

/** @see https://nodejs.org/api/buffer.html#class-buffer */
export const Buffer: BufferConstructor = function (
  value: unknown,
  encodingOrOffset?: unknown,
  length?: number,
): Buffer {
  if (typeof value !== 'number') return Buffer.from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'string', value);
  return Buffer.alloc(value);
} as unknown as BufferConstructor;

Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, 'prototype', { value: FastBuffer.prototype, writable: false });
Object.defineProperty(FastBuffer.prototype, 'constructor', {
  value: Buffer,
  writable: true,
  configurable: true,
});
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });
Object.assign(FastBuffer.prototype, bufferMethods);
addNumberMethods(FastBuffer.prototype);
for (const [name, of] of [
  ['parent', 'buffer'],
  ['offset', 'byteOffset'],
] as const) {
  Object.defineProperty(FastBuffer.prototype, name, {
    get(this: unknown) {
      return this instanceof FastBuffer ? this[of] : undefined;
    },
    enumerable: true,
    configurable: true,
  });
}

const statics: Omit<BufferConstructor, 'prototype'> = {
  poolSize: 65536,

  from(value: unknown, encodingOrOffset?: unknown, length?: number): Buffer {
    if (typeof value === 'string') return fromString(value, encodingOrOffset);
    if (typeof value === 'object' && value !== null) {
      if (isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
      const primitive: unknown = value.valueOf();
      const isOther = primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object');
      if (primitive !== null && isOther) return Buffer.from(primitive, encodingOrOffset, length);
      const made = fromObject(value) ?? fromPrimitive(value, encodingOrOffset);
      if (made) return made;
    }
    throw invalidArgType(
      'first argument',
      ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
      value,
    );
  },

  of: (...bytes) => wrap(Uint8Array.from(bytes)),

  alloc(size, fill, encoding) {
    validateNumber(size, 'size', 0, kMaxLength);
    const buffer = allocate(size);
    return fill === undefined || fill === 0 || size === 0 ? buffer : buffer.fill(fill, encoding);
  },

  allocUnsafe(size) {
    validateNumber(size, 'size', 0, kMaxLength);
    return allocate(size);
  },

  allocUnsafeSlow(size) {
    validateNumber(size, 'size', 0, kMaxLength);
    return allocate(size);
  },

  concat(list, length) {
    validateArray(list, 'list');
    if (length !== undefined) validateInteger(length, 'length', 0);
    list.forEach((part, index) => {
      if (!(part instanceof Uint8Array))
        throw invalidArgType(`list[${index}]`, ['Buffer', 'Uint8Array'], part);
    });
    const parts = list as Uint8Array[];
    const size = length ?? parts.reduce((sum, part) => sum + part.byteLength, 0);
    const joined = allocate(parts.length === 0 ? 0 : size);
    let position = 0;
    for (const part of parts) {
      if (position + part.length > joined.length) {
        joined.set(part.subarray(0, joined.length - position), position);
        break;
      }
      joined.set(part, position);
      position += part.length;
    }
    return joined;
  },

  compare(a: unknown, b: unknown) {
    if (!(a instanceof Uint8Array)) throw invalidArgType('buf1', ['Buffer', 'Uint8Array'], a);
    if (!(b instanceof Uint8Array)) throw invalidArgType('buf2', ['Buffer', 'Uint8Array'], b);
    return compareBytes(a, b);
  },

  copyBytesFrom(view, offset = 0, length?: number) {
    if (!isTypedArray(view)) throw invalidArgType('view', ['TypedArray'], view);
    validateInteger(offset, 'offset', 0);
    if (length !== undefined) validateInteger(length, 'length', 0);
    const start = Math.min(offset, view.length);
    const end = length === undefined ? view.length : Math.min(start + length, view.length);
    const { BYTES_PER_ELEMENT: size } = view;
    return wrap(new Uint8Array(view.buffer, view.byteOffset + start * size, (end - start) * size).slice());
  },

  byteLength(value: unknown, encoding?: string) {
    if (typeof value === 'string') {
      return encodedLength(value, (encoding && encodingNamed(encoding)) || 'utf8');
    }
    if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return value.byteLength;
    throw invalidArgType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
  },

  isBuffer: (value): value is Buffer => value instanceof FastBuffer,

  isEncoding: (name) => typeof name === 'string' && name !== '' && encodingNamed(name) !== undefined,
};
Object.assign(Buffer, statics);

/** The same bytes as a Buffer, without a copy. */
export function wrap(bytes: Uint8Array): Buffer {
  return new FastBuffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength) as unknown as Buffer;
}

/** Decodes bytes for those of the host's modules that take an encoding's name. @throws ERR_UNKNOWN_ENCODING */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  return decode(bytes, requireEncoding(encoding));
}

function allocate(size: number): Buffer {
  return new FastBuffer(new ArrayBuffer(size)) as unknown as Buffer;
}

function fromString(text: string, encoding: unknown): Buffer {
  return wrap(encode(text, typeof encoding === 'string' && encoding ? requireEncoding(encoding) : 'utf8'));
}

function requireEncoding(name: string): Encoding {
  const encoding = encodingNamed(name);
  if (encoding === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`, TypeError);
  return encoding;
}

function fromArrayBuffer(buffer: ArrayBufferLike, offset: unknown, length: unknown): Buffer {
  const start = Number(offset) || 0;
  const available = buffer.byteLength - start;
  if (available < 0) throw outOfBounds('offset');
  if (length === undefined) return new FastBuffer(buffer as ArrayBuffer, start) as unknown as Buffer;
  const size = Number(length) > 0 ? Number(length) : 0;
  if (size > available) throw outOfBounds('length');
  return new FastBuffer(buffer as ArrayBuffer, start, size) as unknown as Buffer;
}

function outOfBounds(name: string): Error {
  return nodeError('ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`, RangeError);
}

function fromObject(value: object): Buffer | undefined {
  const { length, buffer, type, data } = value as Record<string, unknown>;
  if (length !== undefined || isArrayBuffer(buffer)) {
    return typeof length === 'number' ? wrap(Uint8Array.from(value as ArrayLike<number>)) : allocate(0);
  }
  return type === 'Buffer' && Array.isArray(data) ? wrap(Uint8Array.from(data as number[])) : undefined;
}

function fromPrimitive(value: object, encoding: unknown): Buffer | undefined {
  const convert = (value as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (typeof convert !== 'function') return undefined;
  const primitive = convert.call(value, 'string');
  return typeof primitive === 'string' ? fromString(primitive, encoding) : undefined;
}

// By tag, for a buffer of another realm or a shared one where the class is hidden.
function isArrayBuffer(value: unknown): value is ArrayBufferLike {
  const tag = Object.prototype.toString.call(value);
  return tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]';
}

function isTypedArray(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
