import type { DoneCallback, Writable } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { validateInteger } from '../validators.ts';
import { concatenate } from './concatenate.ts';
import { flagsOf, modeOf, optionsOf, type PathLike, pathOf } from './file-arguments.ts';
import { runWithCallback } from './file-operation.ts';
import { writeAll } from './content-operations.ts';
import type { FileHandle } from './file-handle.ts';
import { closeFileOf, givenFile, openFileOf } from './file-of-stream.ts';

/** The options of `fs.createWriteStream`. */
export interface WriteStreamOptions {
  flags?: string;
  encoding?: string | null;
  fd?: number | FileHandle | null;
  mode?: number | string;
  autoClose?: boolean;
  emitClose?: boolean;
  start?: number;
  highWaterMark?: number;
  flush?: boolean;
  signal?: AbortSignal;
}

/** What a file's write stream has beside the stream. */
export interface WriteStream extends Writable {
  fd: number | null;
  path: PathLike | undefined;
  flags: string;
  mode: number;
  start: number | undefined;
  pos: number | undefined;
  bytesWritten: number;
  readonly pending: boolean;
  close(callback?: DoneCallback): void;
}

/** Makes the class `fs.WriteStream`, once streams are needed. */
export function createWriteStreamClass(): new (path: PathLike, options?: unknown) => WriteStream {
  const { Writable } = streams();
  return class WriteStream extends Writable {
    fd: number | null = null;
    path: PathLike | undefined;
    flags: string;
    mode: number;
    start: number | undefined;
    pos: number | undefined;
    bytesWritten = 0;

    constructor(path: PathLike, given?: unknown) {
      const options = optionsOf<WriteStreamOptions>(given, {});
      const { fd, start, autoClose = true, emitClose = true, encoding } = options;
      // Before the stream exists: one that was made would still try to open its file.
      const flags = options.flags ?? (start !== undefined && start > 0 ? 'r+' : 'w');
      const mode = modeOf(options.mode, 'mode', 0o666);
      flagsOf(flags);
      if (start !== undefined) validateInteger(start, 'start', 0);
      if (fd === undefined || fd === null) pathOf(path);
      super({
        decodeStrings: true,
        autoDestroy: autoClose,
        emitClose,
        ...(options.highWaterMark === undefined ? {} : { highWaterMark: options.highWaterMark }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      this.flags = flags;
      this.mode = mode;
      this.start = start;
      this.pos = start;
      if (encoding) this.setDefaultEncoding(encoding);
      if (fd === undefined || fd === null) {
        this.path = path;
      } else {
        this.fd = givenFile(this, fd);
      }
    }

    get pending(): boolean {
      return this.fd === null;
    }

    _construct(callback: DoneCallback): void {
      openFileOf(this, callback);
    }

    override _write(chunk: Uint8Array, _encoding: string, callback: DoneCallback): void {
      this.#writeBytes(chunk, callback);
    }

    _writev(chunks: { chunk: Uint8Array }[], callback: DoneCallback): void {
      this.#writeBytes(concatenate(chunks.map(({ chunk }) => chunk)), callback);
    }

    override _destroy(error: Error | null, callback: DoneCallback): void {
      closeFileOf(this, error, callback);
    }

    close(callback?: DoneCallback): void {
      if (callback) streams().finished(this, {}, callback);
      this.end();
    }

    #writeBytes(bytes: Uint8Array, callback: DoneCallback): void {
      runWithCallback(writeAll(this.fd!, bytes.slice(), this.pos ?? null), (error) => {
        if (!error) {
          this.bytesWritten += bytes.length;
          if (this.pos !== undefined) this.pos += bytes.length;
        }
        callback(error);
      });
    }
  };
}
