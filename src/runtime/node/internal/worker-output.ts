import { Buffer } from './buffer/buffer.ts';
import { standardOutput, writeStandard } from './process/stdio.ts';
import type { Readable } from './stream-types.ts';
import { streams } from './streams.ts';

/**
 * What a worker prints, on its owner's side. Most programs never look at `worker.stdout`: its text then goes straight to
 * the owner's own output, and the stream library need not be loaded.
 */
export class WorkerOutput {
  readonly #fd: 1 | 2;
  readonly #captured: boolean;
  #stream: Readable | null = null;
  #ended = false;

  /** @param captured whether the owner asked to read it (`options.stdout`) instead of having it passed on */
  constructor(fd: 1 | 2, captured: boolean) {
    this.#fd = fd;
    this.#captured = captured;
  }

  /** `worker.stdout`. */
  get stream(): Readable {
    if (this.#stream) return this.#stream;
    const { Readable } = streams();
    const stream = (this.#stream = new Readable({ read: () => undefined }));
    if (!this.#captured) pipeSilently(stream, this.#fd);
    if (this.#ended) stream.push(null);
    return stream;
  }

  /** The worker has printed something, in writes of these sizes; each is a chunk of the stream. */
  push(bytes: Uint8Array, sizesBytes: readonly number[]): void {
    const stream = this.#captured ? this.stream : this.#stream;
    if (!stream) {
      writeStandard(this.#fd, bytes);
      return;
    }
    let offset = bytes.byteOffset;
    for (const size of sizesBytes) {
      stream.push(Buffer.from(bytes.buffer, offset, size));
      offset += size;
    }
  }

  /** The worker is gone. */
  end(): void {
    this.#ended = true;
    if (this.#stream && !this.#stream.readableEnded) this.#stream.push(null);
  }
}

/** Many workers may be piped to one output, which is no leak. */
function pipeSilently(source: Readable, fd: 1 | 2): void {
  const destination = standardOutput(fd);
  const limit = destination.getMaxListeners();
  destination.setMaxListeners(Infinity);
  source.pipe(destination, { end: false });
  destination.setMaxListeners(limit);
}
