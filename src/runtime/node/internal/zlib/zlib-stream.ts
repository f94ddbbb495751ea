import { enter, macrotask, ref, unref } from '../../../thread/event-loop.ts';
import { bindToContext } from '../async-context.ts';
import { Buffer } from '../buffer/buffer.ts';
import { nodeError, unavailable } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import type { DoneCallback, DuplexOptions, Transform } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { Codec } from './codec.ts';
import { codecOptions, type FlowOptions, flowOptions, flushKind, type ZlibOptions } from './codec-options.ts';
import { constants } from './constants.ts';

/** What a stream of `zlib` has beside the stream. */
export interface ZlibStream extends Transform {
  /** How many bytes have gone in and been used. */
  bytesWritten: number;
  flush(kind?: number | DoneCallback, callback?: DoneCallback): void;
  close(callback?: DoneCallback): void;
  params(level: number, strategy: number, callback?: DoneCallback): never;
  reset(): void;
}

/** Makes the class of streams of one mode, once streams are needed. */
export type ZlibStreamClass = new (options?: ZlibOptions) => ZlibStream;

/** From what flushes least to what flushes most. */
const FLUSH_ORDER: readonly number[] = [
  constants.Z_NO_FLUSH,
  constants.Z_BLOCK,
  constants.Z_PARTIAL_FLUSH,
  constants.Z_SYNC_FLUSH,
  constants.Z_FULL_FLUSH,
  constants.Z_FINISH,
];

/** Empty chunks that stand for a flush in the order of what is written, by its kind. */
const flushMarks = new Map(FLUSH_ORDER.map((kind) => [kind, Buffer.alloc(0)]));
const flushOfMark = new WeakMap<object, number>([...flushMarks].map(([kind, mark]) => [mark, kind]));

/** The base class of all streams of `zlib`: each chunk takes a turn of the event loop, as on Node's pool of threads. */
export function createZlibStreamClass(): new (mode: number, options?: ZlibOptions) => ZlibStream {
  const { Transform, finished } = streams();
  return class ZlibBase extends Transform {
    bytesWritten = 0;
    readonly #flow: FlowOptions;
    #codec: Codec | undefined;
    #output: Uint8Array<ArrayBuffer>;
    #outputStart = 0;

    constructor(mode: number, options?: ZlibOptions) {
      const codec = new Codec(mode, codecOptions(options, mode));
      const flow = flowOptions(options);
      super({ ...(options as DuplexOptions), ...BYTES_ONLY });
      this.#flow = flow;
      this.#codec = codec;
      this.#output = Buffer.allocUnsafe(flow.chunkSize);
    }

    get _closed(): boolean {
      return this.#codec === undefined;
    }

    reset(): void {
      this.#codec?.reset();
    }

    flush(kind?: number | DoneCallback, callback?: DoneCallback): void {
      const done = typeof kind === 'function' ? kind : callback;
      const given = typeof kind === 'function' ? undefined : kind;
      const flush = flushKind(given, 'kind', constants.Z_FULL_FLUSH);
      if (this.writableFinished) {
        if (done) nextTick(done);
      } else if (this.writableEnded) {
        if (done) this.once('end', done);
      } else {
        this.write(flushMarks.get(flush), '', done);
      }
    }

    close(callback?: DoneCallback): void {
      if (callback) finished(this, callback);
      this.destroy();
    }

    params(): never {
      throw unavailable('params() of a stream of zlib');
    }

    override _destroy(error: Error | null, callback: DoneCallback): void {
      this.#codec = undefined;
      callback(error);
    }

    override _final(callback: DoneCallback): void {
      callback();
    }

    _flush(callback: DoneCallback): void {
      this._transform(Buffer.alloc(0), '', callback);
    }

    override _transform(chunk: Uint8Array, _encoding: string, callback: DoneCallback): void {
      let flush = flushOfMark.get(chunk) ?? this.#flow.flush;
      if (this.writableEnded && this.writableLength === chunk.byteLength) {
        flush = strongerOf(flush, this.#flow.finishFlush);
      }
      this.#process({ chunk, start: 0, flush, callback });
    }

    /** All of `chunk` at once, and the end of this stream. Left public since Node's is used by packages. */
    _processChunk(chunk: Uint8Array, flush: number): Uint8Array {
      return runWhole(this.#codec!, this.#flow, chunk, flush, (used) => {
        this.bytesWritten = used;
        this.#codec = undefined;
      });
    }

    #process(work: Work): void {
      ref();
      const turn = bindToContext(() => this.#step(work));
      macrotask(() => {
        unref();
        enter(turn);
      });
    }

    #step(work: Work): void {
      const { chunk, start, flush, callback } = work;
      if (!this.#codec) {
        callback();
        return;
      }
      const available = this.#output.length;
      let progress;
      try {
        progress = this.#codec.step({
          flush,
          input: chunk,
          inputStart: start,
          output: this.#output,
          outputStart: this.#outputStart,
        });
      } catch (error) {
        this.destroy(error as Error);
        return;
      }
      const { inputLeft, outputLeft } = progress;
      this.bytesWritten += chunk.length - start - inputLeft;
      const isFull = !this.#pushOutput(available - outputLeft);
      if (this.destroyed) {
        callback();
        return;
      }
      if (outputLeft > 0) {
        // The data has an end of its own, before that of the input.
        if (inputLeft > 0) this.push(null);
        callback();
        return;
      }
      const rest: Work = { ...work, start: chunk.length - inputLeft };
      if (isFull) this.#onceRead(() => this.#process(rest));
      else this.#process(rest);
    }

    /** Hands out what is new in the output buffer. False when nobody wants more for now. */
    #pushOutput(end: number): boolean {
      let isWanted = true;
      if (end > this.#outputStart) {
        const made = this.#output.subarray(this.#outputStart, end);
        this.#outputStart = end;
        isWanted = this.push(made);
      }
      if (this.#outputStart >= this.#output.length) {
        this.#output = Buffer.allocUnsafe(this.#flow.chunkSize);
        this.#outputStart = 0;
      }
      return isWanted;
    }

    #onceRead(resume: () => void): void {
      const read = this._read.bind(this);
      this._read = (size) => {
        this._read = read;
        resume();
        read(size);
      };
    }
  };
}

/** A chunk on its way through a codec. */
interface Work {
  readonly chunk: Uint8Array;
  readonly start: number;
  readonly flush: number;
  readonly callback: DoneCallback;
}

const BYTES_ONLY = {
  encoding: null,
  objectMode: false,
  writableObjectMode: false,
} as unknown as DuplexOptions;

/** Takes all of `input` through a codec at once. @throws ZlibError, ERR_BUFFER_TOO_LARGE */
export function runWhole(
  codec: Codec,
  { chunkSize, maxOutputLength }: FlowOptions,
  input: Uint8Array,
  flush: number,
  done: (bytesUsed: number) => void,
): Buffer {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let inputStart = 0;
  for (;;) {
    const output = Buffer.allocUnsafe(chunkSize);
    const { inputLeft, outputLeft } = codec.step({ flush, input, inputStart, output, outputStart: 0 });
    inputStart = input.length - inputLeft;
    chunks.push(output.subarray(0, chunkSize - outputLeft));
    size += chunkSize - outputLeft;
    if (size > maxOutputLength) throw bufferTooLarge(maxOutputLength);
    if (outputLeft > 0) break;
  }
  done(inputStart);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}

/** What a result over `maxOutputLength` ends with. */
export function bufferTooLarge(bytes: number): Error {
  const message = `Cannot create a Buffer larger than ${bytes} bytes`;
  return nodeError('ERR_BUFFER_TOO_LARGE', message, RangeError);
}

function strongerOf(one: number, other: number): number {
  return FLUSH_ORDER.indexOf(one) > FLUSH_ORDER.indexOf(other) ? one : other;
}
