import { Buffer } from '../buffer/buffer.ts';
import { invalidArgType } from '../errors.ts';
import types from '../types.ts';
import { validateFunction } from '../validators.ts';
import { Codec } from './codec.ts';
import { codecOptions, flowOptions, type ZlibOptions } from './codec-options.ts';
import { bufferTooLarge, runWhole, type ZlibStreamClass } from './zlib-stream.ts';

/** What the functions return with `info`: the bytes, and the stream that made them. */
interface WithEngine {
  buffer: Buffer;
  engine: unknown;
}

/** `zlib.gzipSync` and its kin. */
export function syncFunction(
  Stream: ZlibStreamClass,
  mode: number,
): (data: unknown, options?: ZlibOptions) => Buffer | WithEngine {
  return (data, options) => {
    const flow = flowOptions(options);
    const codec = new Codec(mode, codecOptions(options, mode));
    const input = typeof data === 'string' ? Buffer.from(data) : bytesOf(data);
    if (!input) {
      const wanted = ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'];
      throw invalidArgType('buffer', wanted, data);
    }
    if (!options?.info) return runWhole(codec, flow, input, flow.finishFlush, () => undefined);
    const engine = new Stream(options);
    const buffer = runWhole(codec, flow, input, flow.finishFlush, (used) => (engine.bytesWritten = used));
    engine.close();
    return { buffer, engine };
  };
}

type Callback = (error: unknown, result?: Buffer | WithEngine) => void;

/** `zlib.gzip` and its kin. */
export function asyncFunction(
  Stream: ZlibStreamClass,
): (data: unknown, optionsOrCallback: unknown, callback?: unknown) => void {
  return (data, optionsOrCallback, last) => {
    const isShort = typeof optionsOrCallback === 'function';
    const options = (isShort ? {} : optionsOrCallback) as ZlibOptions | undefined;
    const callback = isShort ? optionsOrCallback : last;
    const stream = new Stream(options);
    validateFunction(callback, 'callback');
    collect(stream, options, callback as Callback);
    stream.end(typeof data === 'string' ? data : (bytesOf(data) ?? data));
  };
}

function collect(
  stream: InstanceType<ZlibStreamClass>,
  options: ZlibOptions | undefined,
  callback: Callback,
): void {
  const { maxOutputLength } = flowOptions(options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  stream.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= maxOutputLength) return;
    stream.close();
    stream.removeAllListeners('end');
    callback(bufferTooLarge(maxOutputLength));
  });
  stream.on('error', (error: unknown) => {
    stream.removeAllListeners('end');
    callback(error);
  });
  stream.on('end', () => {
    const buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
    stream.close();
    callback(null, options?.info ? { buffer, engine: stream } : buffer);
  });
}

function bytesOf(data: unknown): Uint8Array | undefined {
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return types.isAnyArrayBuffer(data) ? Buffer.from(data) : undefined;
}
