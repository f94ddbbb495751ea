import { submit } from '../../../thread/system-calls.ts';
import { wrap } from '../buffer/buffer.ts';
import { outOfRange } from '../errors.ts';
import type { DoneCallback, Readable } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { validateInteger } from '../validators.ts';
import { flagsOf, modeOf, optionsOf, type PathLike, pathOf } from './file-arguments.ts';
import type { FileHandle } from './file-handle.ts';
import { closeFileOf, givenFile, openFileOf } from './file-of-stream.ts';

/** The options of `fs.createReadStream`. */
export interface ReadStreamOptions {
  flags?: string;
  encoding?: string | null;
  fd?: number | FileHandle | null;
  mode?: number | string;
  autoClose?: boolean;
  emitClose?: boolean;
  start?: number;
  end?: number;
  highWaterMark?: number;
  signal?: AbortSignal;
}

/** What a file's read stream has beside the stream. */
export interface ReadStream extends Readable {
  fd: number | null;
  path: PathLike | undefined;
  flags: string;
  mode: number;
  start: number | undefined;
  end: number;
  pos: number | undefined;
  bytesRead: number;
  readonly pending: boolean;
  close(callback?: DoneCallback): void;
}

const defaultChunkBytes = 64 * 1024;

/** Makes the class `fs.ReadStream`, once streams are needed. */
export function createReadStreamClass(): new (path: PathLike, options?: unknown) => ReadStream {
  const { Readable } = streams();
  return class ReadStream extends Readable {
    fd: number | null = null;
    path: PathLike | undefined;
    flags: string;
    mode: number;
    start: number | undefined;
    end: number;
    pos: number | undefined;
    bytesRead = 0;
    readonly #autoClose: boolean;

    constructor(path: PathLike, given?: unknown) {
      const options = optionsOf<ReadStreamOptions>(given, {});
      const { fd, flags = 'r', start, end = Infinity, autoClose = true, emitClose = true } = options;
      // Before the stream exists: one that was made would still try to open its file.
      const mode = modeOf(options.mode, 'mode', 0o666);
      flagsOf(flags);
      if (start !== undefined) validateInteger(start, 'start', 0);
      if (end !== Infinity) validateInteger(end, 'end', 0);
      if (start !== undefined && start > end) throw outOfRange('start', `<= "end" (here: ${end})`, start);
      if (fd === undefined || fd === null) pathOf(path);
      super({
        highWaterMark: options.highWaterMark ?? defaultChunkBytes,
        autoDestroy: autoClose,
        emitClose,
        ...(options.encoding ? { encoding: options.encoding } : {}),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      this.#autoClose = autoClose;
      this.flags = flags;
      this.mode = mode;
      this.start = start;
      this.end = end;
      this.pos = start;
      if (fd === undefined || fd === null) {
        this.path = path;
      } else {
        this.fd = givenFile(this, fd);
      }
    }

    get pending(): boolean {
      return this.fd === null;
    }

    get autoClose(): boolean {
      return this.#autoClose;
    }

    _construct(callback: DoneCallback): void {
      openFileOf(this, callback);
    }

    override _read(size: number): void {
      const left = this.pos === undefined ? this.end - this.bytesRead + 1 : this.end - this.pos + 1;
      const wanted = Math.min(size, left);
      if (wanted <= 0) {
        this.push(null);
        return;
      }
      submit('fs.read', [this.fd!, wanted, this.pos ?? null], (error, bytes) => {
        if (error) {
          this.destroy(error);
          return;
        }
        const chunk = bytes!;
        if (this.pos !== undefined) this.pos += chunk.length;
        this.bytesRead += chunk.length;
        this.push(chunk.length === 0 ? null : wrap(chunk));
      });
    }

    override _destroy(error: Error | null, callback: DoneCallback): void {
      closeFileOf(this, error, callback);
    }

    close(callback?: DoneCallback): void {
      if (callback) streams().finished(this, {}, callback);
      this.destroy();
    }
  };
}
