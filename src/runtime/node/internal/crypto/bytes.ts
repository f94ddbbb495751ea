import { Buffer } from '../buffer/buffer.ts';
import { invalidArgType } from '../errors.ts';
import types from '../types.ts';

/** What `crypto` takes for bytes: text in an encoding, or any view or buffer. @throws ERR_INVALID_ARG_TYPE */
export function toBytes(value: unknown, name: string, encoding?: string, more: string[] = []): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value);
  throw invalidArgType(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', ...more], value);
}

/** A result in the form that an encoding asks for: a Buffer without one. */
export function inEncoding(bytes: Uint8Array, encoding: string | undefined): Buffer | string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' && Buffer.isEncoding(encoding)
    ? buffer.toString(encoding)
    : buffer;
}
