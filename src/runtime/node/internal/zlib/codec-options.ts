import { Buffer, kMaxLength } from '../buffer/buffer.ts';
import { invalidArgType, outOfRange } from '../errors.ts';
import types from '../types.ts';
import { validateBoolean } from '../validators.ts';
import type { CodecOptions } from './codec.ts';
import { constants } from './constants.ts';

/** The options of a stream of `zlib`, before they are checked. */
export interface ZlibOptions {
  flush?: unknown;
  finishFlush?: unknown;
  chunkSize?: unknown;
  windowBits?: unknown;
  level?: unknown;
  memLevel?: unknown;
  strategy?: unknown;
  dictionary?: unknown;
  info?: unknown;
  maxOutputLength?: unknown;
  rejectGarbageAfterEnd?: unknown;
}

/** How a stream hands its data over. */
export interface FlowOptions {
  /** The size of its output buffers, in bytes. */
  readonly chunkSize: number;
  readonly flush: number;
  readonly finishFlush: number;
  /** The most that the functions without a stream return, in bytes. */
  readonly maxOutputLength: number;
}

const { INFLATE, GZIP, GUNZIP, UNZIP } = constants;

/** @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE as Node does, in its order */
export function codecOptions(options: ZlibOptions | undefined, mode: number): CodecOptions {
  const { windowBits, level, memLevel, strategy, dictionary, rejectGarbageAfterEnd } = options ?? {};
  return {
    windowBits: options ? readWindowBits(windowBits, mode) : constants.Z_DEFAULT_WINDOWBITS,
    level: inRange(level, 'options.level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, -1),
    memLevel: inRange(memLevel, 'options.memLevel', 1, 9, constants.Z_DEFAULT_MEMLEVEL),
    strategy: inRange(strategy, 'options.strategy', 0, constants.Z_FIXED, 0),
    dictionary: readDictionary(dictionary),
    rejectGarbageAfterEnd: rejectGarbageAfterEnd === true,
  };
}

/** @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE as Node does, in its order */
export function flowOptions(options: ZlibOptions | undefined): FlowOptions {
  const { chunkSize, flush, finishFlush, maxOutputLength, rejectGarbageAfterEnd } = options ?? {};
  const flow = {
    chunkSize: readChunkSize(chunkSize),
    flush: flushKind(flush, 'options.flush', constants.Z_NO_FLUSH),
    finishFlush: flushKind(finishFlush, 'options.finishFlush', constants.Z_FINISH),
    maxOutputLength: inRange(maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength),
  };
  if (rejectGarbageAfterEnd !== undefined) {
    validateBoolean(rejectGarbageAfterEnd, 'options.rejectGarbageAfterEnd');
  }
  return flow;
}

/** A way to flush, or `ifAbsent`. @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE */
export function flushKind(value: unknown, name: string, ifAbsent: number): number {
  return inRange(value, name, constants.Z_NO_FLUSH, constants.Z_BLOCK, ifAbsent);
}

/** For decompressors, 0 means the size that the data's header gives; gzip cannot have the smallest. */
function readWindowBits(value: unknown, mode: number): number {
  const takesHeaders = mode === INFLATE || mode === GUNZIP || mode === UNZIP;
  if (takesHeaders && (value === undefined || value === null || value === 0)) return 0;
  const smallest = constants.Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0);
  return inRange(value, 'options.windowBits', smallest, constants.Z_MAX_WINDOWBITS, 15);
}

function readDictionary(value: unknown): Uint8Array | undefined {
  if (value === undefined) return undefined;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value);
  throw invalidArgType('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], value);
}

function readChunkSize(value: unknown): number {
  const { Z_DEFAULT_CHUNK, Z_MIN_CHUNK } = constants;
  if (!isFiniteNumber(value, 'options.chunkSize')) return Z_DEFAULT_CHUNK;
  if (value < Z_MIN_CHUNK) throw outOfRange('options.chunkSize', `>= ${Z_MIN_CHUNK}`, value);
  return value;
}

function inRange(value: unknown, name: string, least: number, most: number, ifAbsent: number): number {
  if (!isFiniteNumber(value, name)) return ifAbsent;
  if (value < least || value > most) throw outOfRange(name, `>= ${least} and <= ${most}`, value);
  return value;
}

/** Whether there is a number; NaN counts as none. @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE */
function isFiniteNumber(value: unknown, name: string): value is number {
  if (value === undefined || Number.isNaN(value)) return false;
  if (typeof value !== 'number') throw invalidArgType(name, 'number', value);
  if (!Number.isFinite(value)) throw outOfRange(name, 'a finite number', value);
  return true;
}
