import { streamLibrary } from './deferred-packages.ts';
import { nextTick } from './next-tick.ts';
import type { Duplex, DuplexOptions, StreamLibrary } from './stream-types.ts';

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
  return Object.assign(library, {
    duplexPair: pairMaker(library),
    _isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
  });
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
