/** The methods of a Buffer, apart from those that read and write numbers. */
import { invalidArgType, invalidArgValue, nodeError, outOfRange } from '../errors.ts';
import { inspect, inspectCustom, type InspectContext } from '../inspect.ts';
import { validateInteger, validateString } from '../validators.ts';
import { Buffer } from './buffer.ts';
import { decode, encode, type Encoding, encodingNamed } from './encodings.ts';
import { compareBytes, firstIndex, lastIndex } from './search.ts';

/** What a Buffer has beside, or other than, a Uint8Array. */
export interface BufferMethods {
  toString(encoding?: string, start?: number, end?: number): string;
  toLocaleString(encoding?: string, start?: number, end?: number): string;
  toJSON(): { type: 'Buffer'; data: number[] };
  equals(other: Uint8Array): boolean;
  compare(
    target: Uint8Array,
    targetStart?: number,
    targetEnd?: number,
    sourceStart?: number,
    sourceEnd?: number,
  ): -1 | 0 | 1;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  write(text: string, offset?: number | string, length?: number | string, encoding?: string): number;
  fill(value: unknown, offset?: number | string, end?: number | string, encoding?: string): Buffer;
  indexOf(value: unknown, offset?: number | string, end?: number | string, encoding?: string): number;
  lastIndexOf(value: unknown, offset?: number | string, end?: number | string, encoding?: string): number;
  includes(value: unknown, offset?: number | string, end?: number | string, encoding?: string): boolean;
  slice(start?: number, end?: number): Buffer;
  subarray(start?: number, end?: number): Buffer;
  swap16(): Buffer;
  swap32(): Buffer;
  swap64(): Buffer;
}

/** How many bytes `inspect` shows; `buffer.INSPECT_MAX_BYTES` sets it. */
export const inspectLimit = { bytes: 50 };

const methods: ThisType<Buffer> & BufferMethods = {
  toString(encoding, start, end) {
    const from = clamp(start, 0, this.length);
    const to = end === undefined ? this.length : clamp(end, 0, this.length);
    if (to <= from) return '';
    return decode(bytesOf(this, from, to), encoding === undefined ? 'utf8' : requireEncoding(encoding));
  },

  toLocaleString(encoding, start, end) {
    return this.toString(encoding, start, end);
  },

  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  },

  equals(other: unknown) {
    if (!(other instanceof Uint8Array)) throw invalidArgType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    return this.length === other.length && compareBytes(this, other) === 0;
  },

  compare(target: unknown, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!(target instanceof Uint8Array)) throw invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    const [from = 0, to = target.length, ownFrom = 0, ownTo = this.length] = [
      targetStart,
      targetEnd,
      sourceStart,
      sourceEnd,
    ];
    validateInteger(from, 'targetStart', 0);
    validateInteger(to, 'targetEnd', 0, target.length);
    validateInteger(ownFrom, 'sourceStart', 0);
    validateInteger(ownTo, 'sourceEnd', 0, this.length);
    if (ownFrom >= ownTo) return from >= to ? 0 : -1;
    if (from >= to) return 1;
    return compareBytes(bytesOf(this, ownFrom, ownTo), bytesOf(target, from, to));
  },

  copy(target: unknown, targetStart, sourceStart, sourceEnd) {
    if (!ArrayBuffer.isView(target)) throw invalidArgType('target', ['Buffer', 'Uint8Array'], target);
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    const to = toIndex(targetStart, 0);
    if (to < 0) throw outOfRange('targetStart', '>= 0', to);
    const from = toIndex(sourceStart, 0);
    if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, from);
    const end = toIndex(sourceEnd, this.length);
    if (end < 0) throw outOfRange('sourceEnd', '>= 0', end);
    if (to >= bytes.length || from >= end) return 0;
    const source = bytesOf(this, from, Math.min(end, this.length, from + bytes.length - to));
    bytes.set(source, to);
    return source.length;
  },

  write(text: unknown, offset, length, encoding) {
    if (typeof text !== 'string') {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'argument must be a string', TypeError);
    }
    let from = 0;
    let room = this.length;
    let name = encoding;
    if (typeof offset === 'string') {
      name = offset;
    } else if (offset !== undefined) {
      validateInteger(offset, 'offset', 0, this.length);
      from = offset;
      room -= offset;
      if (typeof length === 'string') name = length;
      else if (length !== undefined) {
        validateInteger(length, 'length', 0, this.length);
        room = Math.min(room, length);
      }
    }
    return writeText(this, text, from, room, name ? requireEncoding(name) : 'utf8');
  },

  fill(value, offset, end, encoding) {
    let [from, to, name] = [offset, end, encoding];
    if (typeof value === 'string') {
      if (from === undefined || typeof from === 'string') [from, to, name] = [0, this.length, from];
      else if (typeof to === 'string') [to, name] = [this.length, to];
    }
    const start = (from ?? 0) as number;
    const stop = (to ?? this.length) as number;
    if (from !== undefined) validateInteger(start, 'offset', 0);
    if (from !== undefined && to !== undefined) validateInteger(stop, 'end', 0, this.length);
    if (name !== undefined) validateString(name, 'encoding');
    const pattern = fillPattern(value, name);
    if (start >= stop) return this;
    if (typeof pattern === 'number') {
      Uint8Array.prototype.fill.call(this, pattern, start, stop);
      return this;
    }
    if (pattern.length === 0) throw invalidArgValue('value', value);
    for (let index = start; index < stop; index++) {
      this[index] = pattern[(index - start) % pattern.length] as number;
    }
    return this;
  },

  indexOf(value, offset, end, encoding) {
    return search(this, value, offset, end, encoding, true);
  },

  lastIndexOf(value, offset, end, encoding) {
    return search(this, value, offset, end, encoding, false);
  },

  includes(value, offset, end, encoding) {
    return search(this, value, offset, end, encoding, true) !== -1;
  },

  slice(start, end) {
    return this.subarray(start, end) as Buffer;
  },

  subarray(start, end): Buffer {
    const from = relativeIndex(start ?? 0, this.length);
    const to = end === undefined ? this.length : relativeIndex(end, this.length);
    return Buffer.from(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
  },

  swap16() {
    return swapGroups(this, 2);
  },

  swap32() {
    return swapGroups(this, 4);
  },

  swap64() {
    return swapGroups(this, 8);
  },
};

/** All methods by name, with the hidden ones that Node's own modules and some packages call. */
export const bufferMethods: Record<string | symbol, unknown> = {
  ...methods,
  toLocaleString: methods.toString,
  inspect: inspectBuffer,
  [inspectCustom]: inspectBuffer,
};

for (const [prefix, encoding] of [
  ['ascii', 'ascii'],
  ['base64', 'base64'],
  ['base64url', 'base64url'],
  ['latin1', 'latin1'],
  ['hex', 'hex'],
  ['ucs2', 'utf16le'],
  ['utf8', 'utf8'],
] as const) {
  bufferMethods[`${prefix}Slice`] = function (this: Buffer, start?: number, end?: number) {
    return this.toString(encoding, start, end);
  };
  bufferMethods[`${prefix}Write`] = function (this: Buffer, text: string, offset?: number, length?: number) {
    return this.write(text, offset ?? 0, length ?? this.length - (offset ?? 0), encoding);
  };
}

function inspectBuffer(this: Buffer, _depth: number, context?: InspectContext): string {
  const shown = Math.min(inspectLimit.bytes, this.length);
  const hidden = this.length - inspectLimit.bytes;
  let text = decode(bytesOf(this, 0, shown), 'hex').replace(/(..)(?=.)/g, '$1 ');
  if (hidden > 0) text += ` ... ${hidden} more byte${hidden > 1 ? 's' : ''}`;
  const extras = context && propertiesText(this, context);
  if (extras) text += `${this.length > 0 ? ', ' : ''}${extras}`;
  const { constructor } = this as { constructor?: unknown };
  const name =
    typeof constructor === 'function' && Object.hasOwn(constructor, 'name') ? constructor.name : 'Buffer';
  return `<${name} ${text}>`;
}

function propertiesText(buffer: Buffer, context: InspectContext): string {
  const keys = Reflect.ownKeys(buffer).filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key));
  const visible = keys.filter(
    (key) => context.showHidden || Object.prototype.propertyIsEnumerable.call(buffer, key),
  );
  if (visible.length === 0) return '';
  const bare = Object.create(null) as Record<PropertyKey, unknown>;
  for (const key of visible) bare[key] = Reflect.get(buffer, key);
  const text = inspect(bare, { ...context, breakLength: Infinity, compact: true });
  return text.slice('[Object: null prototype] {'.length + 1, -2);
}

/** Writes whole characters only, as many as fit. */
function writeText(buffer: Buffer, text: string, offset: number, room: number, encoding: Encoding): number {
  if (encoding === 'utf8') {
    const target = bytesOf(buffer, offset, offset + room);
    if (buffer.buffer instanceof ArrayBuffer) return utf8Encoder.encodeInto(text, target).written;
  }
  const bytes = encode(text, encoding);
  let size = Math.min(bytes.length, room);
  if (encoding === 'utf16le') size -= size % 2;
  // A byte that continues a character cannot be where the cut falls.
  if (encoding === 'utf8') while (size < bytes.length && ((bytes[size] as number) & 0xc0) === 0x80) size--;
  buffer.set(bytes.subarray(0, size), offset);
  return size;
}

const utf8Encoder = new TextEncoder();

function fillPattern(value: unknown, encoding: string | undefined): number | Uint8Array {
  if (typeof value === 'string') {
    const name = encoding === undefined ? 'utf8' : requireEncoding(encoding);
    return value === '' ? 0 : encode(value, name);
  }
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'boolean' ? Number(value) : (value as number) & 0xff;
}

function search(
  buffer: Buffer,
  value: unknown,
  offset: number | string | undefined,
  end: number | string | undefined,
  encoding: string | undefined,
  forwards: boolean,
): number {
  const name = typeof offset === 'string' ? offset : typeof end === 'string' ? end : encoding;
  const given = typeof offset === 'string' ? NaN : Number(offset);
  const stop = typeof end === 'number' ? relativeIndex(end, buffer.length) : buffer.length;
  const bytes = bytesOf(buffer, 0, stop);
  const needle = needleOf(value, name);
  let from = Number.isNaN(given) ? (forwards ? 0 : bytes.length) : Math.trunc(given);
  if (from < 0) from += buffer.length;
  if (from < 0) {
    if (!forwards) return -1;
    from = 0;
  }
  if (needle.length === 0) return Math.min(from, bytes.length);
  const step = name !== undefined && encodingNamed(name) === 'utf16le' ? 2 : 1;
  return forwards ? firstIndex(bytes, needle, from, step) : lastIndex(bytes, needle, from, step);
}

function needleOf(value: unknown, encoding: string | undefined): Uint8Array {
  if (typeof value === 'number') return Uint8Array.of(value);
  if (typeof value === 'string')
    return encode(value, encoding === undefined ? 'utf8' : requireEncoding(encoding));
  if (value instanceof Uint8Array) return value;
  throw invalidArgType('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

function swapGroups(buffer: Buffer, size: 2 | 4 | 8): Buffer {
  if (buffer.length % size !== 0) {
    throw nodeError(
      'ERR_INVALID_BUFFER_SIZE',
      `Buffer size must be a multiple of ${size * 8}-bits`,
      RangeError,
    );
  }
  for (let start = 0; start < buffer.length; start += size) bytesOf(buffer, start, start + size).reverse();
  return buffer;
}

function requireEncoding(name: string): Encoding {
  const encoding = encodingNamed(name);
  if (encoding === undefined) throw nodeError('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`, TypeError);
  return encoding;
}

function bytesOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

function clamp(index: number | undefined, low: number, high: number): number {
  return Math.min(Math.max(Math.trunc(index ?? 0) || 0, low), high);
}

function toIndex(value: number | undefined, fallback: number): number {
  return value === undefined ? fallback : Math.trunc(value) || 0;
}

function relativeIndex(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(whole + length, 0) : Math.min(whole, length);
}
