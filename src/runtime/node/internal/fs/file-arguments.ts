/** Checks and converts the arguments of `node:fs`, with Node's own errors. */
import { Buffer } from '../buffer/buffer.ts';
import { encodingNamed } from '../buffer/encodings.ts';
import { invalidArgType, invalidArgValue, nodeError, outOfRange } from '../errors.ts';
import { fileURLToPath } from '../url/file-urls.ts';
import { validateInteger } from '../validators.ts';
import { fileConstants as constants } from './file-constants.ts';

/** What names a file. */
export type PathLike = string | Uint8Array | URL;

/** Options that may be just an encoding. */
export type EncodingOptions = string | null | undefined | { encoding?: string | null };

/** A path as the system call takes it. */
export function pathOf(path: unknown, name = 'path'): string {
  const converted = path instanceof URL ? fileURLToPath(path) : path;
  if (converted instanceof Uint8Array) return checked(new TextDecoder().decode(converted), name);
  if (typeof converted !== 'string') throw invalidArgType(name, ['string', 'Buffer', 'URL'], path);
  return checked(converted, name);
}

function checked(path: string, name: string): string {
  if (!path.includes('\u0000')) return path;
  throw invalidArgValue(name, path, 'must be a string, Uint8Array, or URL without null bytes');
}

/** A descriptor. */
export function fdOf(fd: unknown): number {
  validateInteger(fd, 'fd', 0, 2147483647);
  return fd;
}

const flagNames: Readonly<Record<string, number>> = {
  r: constants.O_RDONLY,
  rs: constants.O_RDONLY | constants.O_SYNC,
  'r+': constants.O_RDWR,
  'rs+': constants.O_RDWR | constants.O_SYNC,
  w: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY,
  wx: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  'w+': constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR,
  'wx+': constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  a: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY,
  ax: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  as: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_SYNC,
  'a+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR,
  'ax+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  'as+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_SYNC,
};

/** Flags of `open`, given as a number or as letters (`'r+'`, `'wx'` or `'xw'`). */
export function flagsOf(flags: unknown, name = 'flags'): number {
  if (typeof flags === 'number') return flags;
  if (flags === null || flags === undefined) return constants.O_RDONLY;
  const letters = typeof flags === 'string' ? flags.replace(/^([xs])([rwa])/, '$2$1') : '';
  const known = Object.hasOwn(flagNames, letters) ? flagNames[letters] : undefined;
  if (known === undefined) throw invalidArgValue(name, flags);
  return known;
}

/** A file mode, given as a number or in octal digits. */
export function modeOf(mode: unknown, name: string, fallback?: number): number {
  if (mode === undefined || mode === null) {
    if (fallback !== undefined) return fallback;
    throw invalidArgType(name, 'number', mode);
  }
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) {
      throw invalidArgValue(name, mode, 'must be a 32-bit unsigned integer or an octal string');
    }
    return Number.parseInt(mode, 8);
  }
  validateInteger(mode, name, 0, 2 ** 32 - 1);
  return mode;
}

/** A mode of `access` or `copyFile`: three bits. */
export function smallModeOf(mode: unknown): number {
  if (mode === undefined || mode === null) return 0;
  validateInteger(mode, 'mode');
  if (mode < 0 || mode > 7)
    throw nodeError('ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7', RangeError);
  return mode;
}

/** A time in seconds. */
export function timeOf(time: unknown, name = 'time'): number {
  if (typeof time === 'string' && +time == (time as unknown)) return +time;
  if (Number.isFinite(time)) return (time as number) < 0 ? Date.now() / 1000 : (time as number);
  if (time instanceof Date) return time.getTime() / 1000;
  throw invalidArgType(name, ['Date', 'Time in seconds'], time);
}

/** The options of an operation, of which an encoding alone may stand for all. */
export function optionsOf<Options extends object>(
  options: unknown,
  defaults: Options,
): Options & { encoding?: string | null } {
  if (options === null || options === undefined || typeof options === 'function') return defaults;
  const given: { encoding?: unknown } = typeof options === 'string' ? { encoding: options } : options;
  if (typeof given !== 'object') throw invalidArgType('options', ['string', 'Object'], options);
  const { encoding } = given;
  if (encoding && encoding !== 'buffer' && encodingNamed(encoding) === undefined) {
    throw invalidArgValue('encoding', encoding, 'is invalid encoding');
  }
  return { ...defaults, ...given } as Options & { encoding?: string | null };
}

/** Bytes or names, in the encoding that was asked for. */
export function decoded(bytes: Uint8Array, encoding: string | null | undefined): Buffer | string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return !encoding || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

/** A name as a string, or as a Buffer when that was asked for. */
export function encodedName(name: string, encoding: string | null | undefined): string | Buffer {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  const buffer = Buffer.from(name);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

/** What is to be written, as bytes of their own. */
export function bytesOf(data: unknown, encoding?: string | null, name = 'data'): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding ?? 'utf8');
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  throw invalidArgType(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

/** The part of a buffer that a read fills or a write takes. */
export function sliceOf(
  buffer: ArrayBufferView,
  offset: unknown,
  length: unknown,
): { offset: number; length: number; bytes: Uint8Array } {
  const start = offset ?? 0;
  validateInteger(start, 'offset', 0);
  if (start > buffer.byteLength) throw outOfRange('offset', `<= ${buffer.byteLength}`, start);
  const size = length ?? buffer.byteLength - start;
  validateInteger(size, 'length', 0);
  if (size > buffer.byteLength - start) throw outOfRange('length', `<= ${buffer.byteLength - start}`, size);
  return {
    offset: start,
    length: size,
    bytes: new Uint8Array(buffer.buffer, buffer.byteOffset + start, size),
  };
}

/** A position in a file; -1 and null stand for "where the file is". */
export function positionOf(position: unknown): number | null {
  if (position === undefined || position === null) return null;
  if (typeof position === 'bigint') return position < 0n ? null : Number(position);
  validateInteger(position, 'position', -1);
  return position < 0 ? null : position;
}
