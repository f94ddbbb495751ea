import { nodeError } from '../errors.ts';
import { callbackOf, type FileOperation } from './file-operation.ts';
import { optionsOf, type PathLike, pathOf } from './file-arguments.ts';
import type { Dirent } from './dirent.ts';
import { readdir } from './tree-operations.ts';
import { nextTick } from '../next-tick.ts';

/** `fs.Dir`: a directory that is read name by name. The names are those at the time it was opened. */
export class Dir implements AsyncIterable<Dirent> {
  readonly path: string;
  readonly #entries: Dirent[];
  #isClosed = false;

  constructor(path: string, entries: Dirent[]) {
    this.path = path;
    this.#entries = entries;
  }

  read(callback?: (error: Error | null, entry: Dirent | null) => void): Promise<Dirent | null> | undefined {
    if (callback === undefined) return Promise.resolve().then(() => this.readSync());
    callbackOf([callback], 'callback');
    nextTick(callback, null, this.readSync());
    return undefined;
  }

  readSync(): Dirent | null {
    this.#checkOpen();
    return this.#entries.shift() ?? null;
  }

  close(callback?: (error: Error | null) => void): Promise<void> | undefined {
    if (callback === undefined) return Promise.resolve().then(() => this.closeSync());
    callbackOf([callback], 'callback');
    this.closeSync();
    nextTick(callback, null);
    return undefined;
  }

  closeSync(): void {
    this.#checkOpen();
    this.#isClosed = true;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Dirent, void> {
    try {
      for (let entry = await this.read(); entry; entry = await this.read()) yield entry;
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose](): void {
    if (!this.#isClosed) this.closeSync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isClosed) await this.close();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw nodeError('ERR_DIR_CLOSED', 'Directory handle was closed');
  }
}

/** Opens a directory. */
export function* opendir(path: PathLike, options?: unknown): FileOperation<Dir> {
  const directory = pathOf(path);
  const { encoding, recursive } = optionsOf<{ recursive?: boolean }>(options, {});
  try {
    return new Dir(
      directory,
      (yield* readdir(directory, { encoding, recursive, withFileTypes: true })) as Dirent[],
    );
  } catch (error) {
    throw asOpendirError(error);
  }
}

/** The system call that failed is called `opendir` here. */
function asOpendirError(error: unknown): unknown {
  const failure = error as Error & { syscall?: string };
  if (failure.syscall !== 'scandir') return error;
  failure.message = failure.message.replace('scandir', 'opendir');
  failure.syscall = 'opendir';
  return failure;
}
