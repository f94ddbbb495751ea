import { Buffer } from './buffer/buffer.ts';
import { streamLibrary } from './deferred-packages.ts';
import { nextTick } from './next-tick.ts';
import type { Duplex, DuplexOptions, StreamLibrary } from './stream-types.ts';
import { adaptWebStreams } from './web-stream-adapters.ts';

/** The default of Node 22 and later, in bytes. */
const defaultHighWaterMark = 65536;
let prepared: StreamLibrary | undefined;

/**
 * Node's streams, prepared at the first call. The host's modules make their streams with this and never import `stream.ts`:
 * a program that opens none must not pay for the library's start.
 */
export function streams(): StreamLibrary {
  return (prepared ??= prepare(streamLibrary()));
}

/** Adds what versions of Node have that are newer than the library. */
function prepare(library: StreamLibrary): StreamLibrary {
  library.setDefaultHighWaterMark(false, defaultHighWaterMark);
  readChunkwise(library);
  destroyWhatRefusesAChunk(library);
  adaptWebStreams(library);
  return Object.assign(library, {
    duplexPair: pairMaker(library),
    _isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
    // Of a chunk: the package asks whether it is a Uint8Array, and Node has taken every view for long.
    _isUint8Array: (value: unknown) => ArrayBuffer.isView(value),
    _uint8ArrayToBuffer: ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
      Buffer.from(buffer, byteOffset, byteLength),
  });
}

interface ReadableState {
  flowing: boolean | null;
  objectMode: boolean;
  decoder: unknown;
  length: number;
}

/**
 * Since Node 24 `read()` without a size returns one chunk of bytes as it was pushed, where it used to join all that were buffered.
 * The library still joins, unless the stream flows; so it flows for the moment of the read.
 */
function readChunkwise({ Readable }: StreamLibrary): void {
  const { read } = Readable.prototype;
  Readable.prototype.read = function (size?: number): unknown {
    const state = (this as unknown as { _readableState: ReadableState })._readableState;
    const joins =
      size === undefined && !state.flowing && !state.objectMode && !state.decoder && state.length > 0;
    if (!joins) return read.call(this, size);
    const before = state.flowing;
    state.flowing = true;
    try {
      return read.call(this, size);
    } finally {
      // Unless a listener has paused the stream meanwhile.
      if (state.flowing) state.flowing = before;
    }
  };
}

/** What a piped-to stream throws at a chunk that it cannot take destroys it, where the library lets it escape from the reader. */
function destroyWhatRefusesAChunk({ Readable }: StreamLibrary): void {
  const { pipe } = Readable.prototype;
  Readable.prototype.pipe = function (destination, options) {
    const { on } = this;
    const isOwn = Object.hasOwn(this, 'on');
    this.on = function (event: string | symbol, listener: (...args: never[]) => void) {
      if (event !== 'data') return on.call(this, event, listener);
      const guarded = (chunk: never): void => {
        try {
          listener(chunk);
        } catch (error) {
          destination.destroy(error as Error);
        }
      };
      // By this name it can be removed.
      return on.call(this, event, Object.assign(guarded, { listener }));
    };
    try {
      return pipe.call(this, destination, options) as typeof destination;
    } finally {
      if (isOwn) this.on = on;
      else Reflect.deleteProperty(this, 'on');
    }
  };
}

/** `stream.duplexPair`: two streams, each reading what is written to the other. */
function pairMaker(library: StreamLibrary): (options?: DuplexOptions) => [Duplex, Duplex] {
  class Side extends library.Duplex {
    other: Side | undefined;
    #resumeWriter: (() => void) | undefined;

    override _read(): void {
      const resume = this.#resumeWriter;
      this.#resumeWriter = undefined;
      resume?.();
    }

    override _write(chunk: Uint8Array, _encoding: string, callback: () => void): void {
      if (chunk.length === 0) {
        nextTick(callback);
      } else if (this.other) {
        this.other.push(chunk);
        this.other.#resumeWriter = callback;
      }
    }

    override _final(callback: () => void): void {
      this.other?.on('end', callback);
      this.other?.push(null);
    }
  }

  return (options) => {
    const [first, second] = [new Side(options), new Side(options)];
    first.other = second;
    second.other = first;
    return [first, second];
  };
}
