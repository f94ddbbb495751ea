/** `node:fs/promises`. */
import { absentFunctions } from '../absent-functions.ts';
import { concatenate } from './concatenate.ts';
import * as content from './content-operations.ts';
import { opendir } from './dir.ts';
import type { Dirent } from './dirent.ts';
import { bytesOf, optionsOf, type PathLike } from './file-arguments.ts';
import { fileConstants } from './file-constants.ts';
import { FileHandle } from './file-handle.ts';
import { type FileOperation, runAsPromise } from './file-operation.ts';
import { glob, type GlobOptions } from './glob.ts';
import { watchEvents } from './file-watcher.ts';
import * as paths from './path-operations.ts';
import * as trees from './tree-operations.ts';

/** Gives an operation its promise form, under its own name. */
function promising<Args extends unknown[], Result>(
  operate: (...args: Args) => FileOperation<Result>,
): (...args: Args) => Promise<Result> {
  const promised = (...args: Args): Promise<Result> => runAsPromise(operate(...args));
  return Object.defineProperty(promised, 'name', { value: operate.name });
}

async function open(path: PathLike, flags?: unknown, mode?: unknown): Promise<FileHandle> {
  return new FileHandle(await runAsPromise(paths.open(path, flags ?? 'r', mode)));
}

async function readFile(path: PathLike | FileHandle, options?: unknown): Promise<unknown> {
  if (path instanceof FileHandle) return path.readFile(options);
  try {
    return await runAsPromise(content.readFile(path, options));
  } catch (error) {
    throw withPath(error, path);
  }
}

async function writeFile(path: PathLike | FileHandle, data: unknown, options?: unknown): Promise<void> {
  const { encoding } = optionsOf(options, {});
  const bytes = isIterable(data) ? await collect(data, encoding) : data;
  if (path instanceof FileHandle) return path.writeFile(bytes, options);
  return runAsPromise(content.writeFile(path, bytes, options));
}

async function appendFile(path: PathLike | FileHandle, data: unknown, options?: unknown): Promise<void> {
  if (path instanceof FileHandle) return path.appendFile(data, options);
  return runAsPromise(content.appendFile(path, data, options));
}

const { glob: globEach } = {
  async *glob(patterns: unknown, options?: GlobOptions): AsyncGenerator<string | Dirent, void> {
    yield* await runAsPromise(glob(patterns, options));
  },
};

/** A directory with a name that no other has, which is removed with all that is in it when it is disposed of. */
async function mkdtempDisposable(prefix: PathLike, options?: unknown): Promise<AsyncDisposable> {
  const path = await runAsPromise(trees.mkdtemp(prefix, options));
  const absolute = await runAsPromise(paths.realpath(path as PathLike));
  const remove = (): Promise<void> =>
    runAsPromise(trees.rm(absolute as PathLike, { recursive: true, force: true }));
  return { path, remove, [Symbol.asyncDispose]: () => remove() } as AsyncDisposable;
}

/** Content may come in parts, from a stream or a generator. */
function isIterable(data: unknown): data is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false;
  return Symbol.iterator in data || Symbol.asyncIterator in data;
}

async function collect(
  parts: Iterable<unknown> | AsyncIterable<unknown>,
  encoding: string | null | undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const part of parts) chunks.push(bytesOf(part, encoding));
  return concatenate(chunks);
}

/** Only here does Node say which path a read was of. */
function withPath(error: unknown, path: PathLike): unknown {
  const failure = error as Error & { syscall?: string; path?: string };
  if (failure.syscall !== 'read' || failure.path !== undefined) return error;
  failure.message += ` '${String(path)}'`;
  return Object.assign(failure, { path: String(path) });
}

/** The module's functions, in Node's order. */
export const promises = {
  access: promising(paths.access),
  copyFile: promising(paths.copyFile),
  cp: promising(trees.cp),
  open,
  opendir: promising(opendir),
  rename: promising(paths.rename),
  truncate: promising(content.truncate),
  rm: promising(trees.rm),
  rmdir: promising(trees.rmdir),
  mkdir: promising(trees.mkdir),
  readdir: promising(trees.readdir),
  readlink: promising(paths.readlink),
  symlink: promising(paths.symlink),
  lstat: promising(paths.lstat),
  stat: promising(paths.stat),
  statfs: promising(paths.statfs),
  link: promising(paths.link),
  unlink: promising(paths.unlink),
  chmod: promising(paths.chmod),
  lchown: promising(paths.lchown),
  chown: promising(paths.chown),
  utimes: promising(paths.utimes),
  lutimes: promising(paths.lutimes),
  realpath: promising(paths.realpath),
  mkdtemp: promising(trees.mkdtemp),
  writeFile,
  appendFile,
  readFile,
  watch: watchEvents,
  glob: globEach,
  mkdtempDisposable,
  ...absentFunctions('fs.promises', ['lchmod']),
  constants: fileConstants,
};
