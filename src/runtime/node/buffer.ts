/**
 * `node:buffer`.
 *
 * @see https://nodejs.org/api/buffer.html
 */
import { invalidArgType, nodeError, unavailable } from './internal/errors.ts';
import { base64Functions } from './internal/encoding-errors.ts';
import { Buffer, kMaxLength } from './internal/buffer/buffer.ts';
import { encodingNamed } from './internal/buffer/encodings.ts';
import { inspectLimit } from './internal/buffer/methods.ts';

const kStringMaxLength = 536870888; // V8's, on every 64-bit machine.
const { Blob, File } = globalThis;
const { atob, btoa } = base64Functions;

function isUtf8(input: ArrayBufferView | ArrayBuffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(input));
    return true;
  } catch {
    return false;
  }
}

function isAscii(input: ArrayBufferView | ArrayBuffer): boolean {
  return bytesOf(input).every((byte) => byte < 0x80);
}

/** Re-encodes bytes, a character that the target lacks becoming "?". */
function transcode(source: Uint8Array, from: string, to: string): Buffer {
  if (!(source instanceof Uint8Array)) throw invalidArgType('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  const [fromEncoding, toEncoding] = [encodingNamed(from), encodingNamed(to)];
  const known = ['utf8', 'utf16le', 'latin1', 'ascii'];
  if (!known.includes(fromEncoding ?? '') || !known.includes(toEncoding ?? '')) {
    throw Object.assign(
      nodeError('U_ILLEGAL_ARGUMENT_ERROR', 'Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]'),
      {
        errno: 1,
      },
    );
  }
  const text = Buffer.from(source).toString(fromEncoding);
  const limit = toEncoding === 'ascii' ? 0x7f : toEncoding === 'latin1' ? 0xff : 0x10ffff;
  const fitting = Array.from(text, (character) =>
    (character.codePointAt(0) ?? 0) > limit ? '?' : character,
  );
  return Buffer.from(fitting.join(''), toEncoding);
}

function resolveObjectURL(): never {
  throw unavailable('buffer.resolveObjectURL()');
}

function bytesOf(input: ArrayBufferView | ArrayBuffer): Uint8Array<ArrayBuffer> {
  // A copy, for a decoder refuses shared memory.
  if (ArrayBuffer.isView(input))
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice();
  if (!(input instanceof ArrayBuffer))
    throw invalidArgType('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  return new Uint8Array(input);
}

const bufferModule = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
  constants: { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength },
  get INSPECT_MAX_BYTES() {
    return inspectLimit.bytes;
  },
  set INSPECT_MAX_BYTES(value: number) {
    inspectLimit.bytes = value;
  },
  Blob,
  resolveObjectURL,
  File,
};

export { Buffer };
export default bufferModule;
