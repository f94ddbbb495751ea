/** The operations on what is in files. */
import { AbortError } from '../errors.ts';
import type { Buffer } from '../buffer/buffer.ts';
import {
  bytesOf,
  decoded,
  fdOf,
  flagsOf,
  modeOf,
  optionsOf,
  type PathLike,
  pathOf,
  positionOf,
  sliceOf,
} from './file-arguments.ts';
import { ask, type FileOperation } from './file-operation.ts';
import { validateBuffer, validateInteger, validateObject } from '../validators.ts';
import { concatenate } from './concatenate.ts';

interface ContentOptions {
  flag?: string | number;
  mode?: unknown;
  signal?: AbortSignal;
}

const chunkBytes = 512 * 1024;

/** The names under which programs write to their standard streams. */
const standardOutputs: Readonly<Record<string, number | undefined>> = { '/dev/stdout': 1, '/dev/stderr': 2 };

/** Reads a whole file, or what is left of an open one. */
export function* readFile(path: PathLike | number, options?: unknown): FileOperation<Buffer | string> {
  const { encoding, flag = 'r', signal } = optionsOf<ContentOptions>(options, {});
  const flags = flagsOf(flag);
  checkAborted(signal);
  const bytes = typeof path === 'number' ? yield* readToEnd(path) : yield* readPath(pathOf(path), flags);
  checkAborted(signal);
  return decoded(bytes, encoding);
}

/** Reads an open file to its end. */
export function* readToEnd(fd: number): FileOperation<Uint8Array> {
  fdOf(fd);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* ask('fs.read', fd, chunkBytes, null);
    if (chunk.length === 0) return concatenate(chunks);
    chunks.push(chunk);
  }
}

/** Writes a whole file, or to an open one. */
export function* writeFile(
  path: PathLike | number,
  data: unknown,
  options?: unknown,
  defaultFlag = 'w',
): FileOperation<void> {
  const { encoding, flag, mode, signal } = optionsOf<ContentOptions>(options, {});
  const bytes = bytesOf(data, encoding);
  checkAborted(signal);
  const fd = typeof path === 'string' ? standardOutputs[path] : path;
  if (typeof fd === 'number') {
    yield* writeAll(fd, bytes);
    return;
  }
  yield* ask(
    'fs.write-file',
    pathOf(path as PathLike),
    bytes,
    flagsOf(flag ?? defaultFlag),
    modeOf(mode, 'mode', 0o666),
  );
}

/** Appends to a file, which is made when missing. */
export function* appendFile(path: PathLike | number, data: unknown, options?: unknown): FileOperation<void> {
  yield* writeFile(path, data, options, 'a');
}

/** Writes all of the bytes to an open file. */
export function* writeAll(
  fd: number,
  bytes: Uint8Array,
  position: number | null = null,
): FileOperation<void> {
  fdOf(fd);
  for (let written = 0; written < bytes.length;) {
    const at = position === null ? null : position + written;
    written += yield* ask('fs.write', fd, written === 0 ? bytes : bytes.slice(written), at);
  }
}

/** Cuts or extends a file, which must exist. */
export function* truncate(path: PathLike, length: unknown = 0): FileOperation<void> {
  validateInteger(length, 'len');
  const fd = yield* ask('fs.open', pathOf(path), flagsOf('r+'), 0o666);
  try {
    yield* ask('fs.ftruncate', fd, Math.max(0, length));
  } finally {
    yield* ask('close', fd);
  }
}

/** `read(fd, buffer, offset, length, position)` and its forms with options. Answers the number of bytes. */
export function* read(fd: unknown, buffer: unknown, ...rest: unknown[]): FileOperation<number> {
  fdOf(fd);
  validateBuffer(buffer);
  const [offset, length, position] = placeOf(rest);
  const place = sliceOf(buffer, offset, length);
  if (place.length === 0) return 0;
  const bytes = yield* ask('fs.read', fdOf(fd), place.length, positionOf(position));
  place.bytes.set(bytes);
  return bytes.length;
}

/** `write(fd, buffer, offset, length, position)`, `write(fd, string, position, encoding)` and the form with options. */
export function* write(fd: unknown, data: unknown, ...rest: unknown[]): FileOperation<number> {
  fdOf(fd);
  if (typeof data === 'string') {
    const [position, encoding] = rest;
    const bytes = bytesOf(data, typeof encoding === 'string' ? encoding : 'utf8');
    return yield* ask(
      'fs.write',
      fdOf(fd),
      bytes,
      typeof position === 'number' ? positionOf(position) : null,
    );
  }
  bytesOf(data, null, 'buffer');
  const [offset, length, position] = placeOf(rest);
  const place = sliceOf(data as ArrayBufferView, offset, length);
  if (place.length === 0) return 0;
  return yield* ask('fs.write', fdOf(fd), place.bytes.slice(), positionOf(position));
}

/** Reads into several buffers, one after the other. */
export function* readv(
  fd: unknown,
  buffers: readonly ArrayBufferView[],
  position?: unknown,
): FileOperation<number> {
  let total = 0;
  const start = positionOf(position);
  for (const buffer of buffers) {
    const count = yield* read(fd, buffer, 0, buffer.byteLength, start === null ? null : start + total);
    total += count;
    if (count < buffer.byteLength) break;
  }
  return total;
}

/** Writes several buffers, one after the other. */
export function* writev(
  fd: unknown,
  buffers: readonly ArrayBufferView[],
  position?: unknown,
): FileOperation<number> {
  const bytes = concatenate(buffers.map((buffer) => bytesOf(buffer, null, 'buffers')));
  yield* writeAll(fdOf(fd), bytes, positionOf(position));
  return bytes.length;
}

/** @throws AbortError */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

function* readPath(path: string, flags: number): FileOperation<Uint8Array> {
  // The name under which programs read their standard input.
  return path === '/dev/stdin' ? yield* readToEnd(0) : yield* ask('fs.read-file', path, flags);
}

function placeOf(rest: unknown[]): unknown[] {
  const [first] = rest;
  if (typeof first !== 'object' || first === null) return rest;
  validateObject(first, 'options');
  const { offset, length, position } = first as Record<string, unknown>;
  return [offset, length, position];
}
