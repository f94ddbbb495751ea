/**
 * `node:string_decoder`: decodes a series of chunks without breaking characters apart.
 *
 * @see https://nodejs.org/api/string_decoder.html
 */
import { Buffer, decodeBytes } from './internal/buffer/buffer.ts';
import { encodingNamed } from './internal/buffer/encodings.ts';
import { invalidArgType, nodeError } from './internal/errors.ts';

/** The bytes kept back: the beginning of a character, or of a group of base64. */
const pending = Symbol('pending');

/** A decoder of one encoding; may be constructed without `class` syntax, as old code does. */
export interface StringDecoder {
  encoding: string;
  [pending]: Uint8Array;
  write(chunk: string | ArrayBufferView): string;
  end(chunk?: string | ArrayBufferView): string;
}

/** @see https://nodejs.org/api/string_decoder.html#class-stringdecoder */
export const StringDecoder = function StringDecoder(this: StringDecoder, encoding?: string) {
  const name = encoding ? encodingNamed(encoding) : 'utf8';
  if (name === undefined) {
    throw nodeError('ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`, TypeError);
  }
  this.encoding = name;
  Object.defineProperty(this, pending, { value: new Uint8Array(0), writable: true });
} as unknown as new (encoding?: string) => StringDecoder;

const methods: Omit<StringDecoder, 'encoding' | typeof pending> & ThisType<StringDecoder> = {
  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    if (!ArrayBuffer.isView(chunk)) {
      throw invalidArgType('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
    }
    const added = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this[pending].length === 0 ? added : Buffer.concat([this[pending], added]);
    const whole = wholeLength(bytes, this.encoding);
    this[pending] = bytes.slice(whole);
    return decodeBytes(bytes.subarray(0, whole), this.encoding);
  },

  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    const rest = this[pending];
    this[pending] = new Uint8Array(0);
    return text + decodeBytes(rest, this.encoding);
  },
};
Object.assign(StringDecoder.prototype as object, methods);

Object.defineProperties(StringDecoder.prototype, {
  lastChar: { get: (): never => Buffer.alloc(4) as never, configurable: true, enumerable: true },
  lastNeed: {
    get(this: StringDecoder) {
      return missingBytes(this[pending], this.encoding);
    },
    configurable: true,
    enumerable: true,
  },
  lastTotal: {
    get(this: StringDecoder) {
      return this[pending].length + missingBytes(this[pending], this.encoding);
    },
    configurable: true,
    enumerable: true,
  },
});

export default { StringDecoder };

/** How many of the bytes make whole characters. */
function wholeLength(bytes: Uint8Array, encoding: string): number {
  switch (encoding) {
    case 'utf8':
      return bytes.length - unfinishedUtf8(bytes);
    case 'utf16le':
      return bytes.length - unfinishedUtf16(bytes);
    case 'base64':
    case 'base64url':
      return bytes.length - (bytes.length % 3);
    default:
      return bytes.length;
  }
}

/** How many bytes at the end begin a character that is not complete. */
function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    return characterSize(byte) > back ? back : 0;
  }
  return 0;
}

/** By the first byte alone: what cannot be a character after all is found out when it is decoded. */
function characterSize(first: number): number {
  if ((first & 0xe0) === 0xc0) return 2;
  if ((first & 0xf0) === 0xe0) return 3;
  return (first & 0xf8) === 0xf0 ? 4 : 1;
}

function unfinishedUtf16(bytes: Uint8Array): number {
  const odd = bytes.length % 2;
  const lastUnitHigh = bytes[bytes.length - odd - 1];
  const endsInHighSurrogate = lastUnitHigh !== undefined && lastUnitHigh >= 0xd8 && lastUnitHigh <= 0xdb;
  return odd + (endsInHighSurrogate ? 2 : 0);
}

function missingBytes(rest: Uint8Array, encoding: string): number {
  const [first] = rest;
  if (first === undefined) return 0;
  if (encoding === 'utf8') return characterSize(first) - rest.length;
  if (encoding === 'utf16le') return rest.length % 2 === 1 ? 1 : 2;
  return 3 - rest.length;
}
