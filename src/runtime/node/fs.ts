/**
 * `node:fs`, on the kernel's files. Each operation is written once (`internal/fs/`) and offered in Node's three forms.
 *
 * @see https://nodejs.org/api/fs.html
 */
import { callSync } from '../thread/system-calls.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import * as content from './internal/fs/content-operations.ts';
import { Dir, opendir } from './internal/fs/dir.ts';
import { Dirent } from './internal/fs/dirent.ts';
import { glob } from './internal/fs/glob.ts';
import { type PathLike, pathOf, timeOf } from './internal/fs/file-arguments.ts';
import { fileConstants } from './internal/fs/file-constants.ts';
import { makeFileStreamsWith } from './internal/fs/file-handle.ts';
import {
  ask,
  callbackOf,
  type FileOperation,
  runSync,
  runWithCallback,
} from './internal/fs/file-operation.ts';
import { unwatchFile, watch, watchFile } from './internal/fs/file-watcher.ts';
import * as paths from './internal/fs/path-operations.ts';
import { promises } from './internal/fs/promises.ts';
import { createReadStreamClass } from './internal/fs/read-stream.ts';
import { Stats } from './internal/fs/stats.ts';
import * as trees from './internal/fs/tree-operations.ts';
import { createWriteStreamClass } from './internal/fs/write-stream.ts';
import { promisifyArgs, promisifyCustom } from './internal/promisify.ts';

type Operate = (...args: never[]) => FileOperation<unknown>;
type Callback = (error: Error | null, ...results: unknown[]) => void;

/** Operations whose callback gets the result alone. */
const operations = {
  appendFile: content.appendFile,
  access: paths.access,
  chown: paths.chown,
  chmod: paths.chmod,
  close: paths.close,
  copyFile: paths.copyFile,
  cp: trees.cp,
  fchown: paths.fchown,
  fchmod: paths.fchmod,
  fdatasync: paths.fdatasync,
  fstat: paths.fstat,
  fsync: paths.fsync,
  ftruncate: paths.ftruncate,
  futimes: paths.futimes,
  lchown: paths.lchown,
  link: paths.link,
  lstat: paths.lstat,
  lutimes: paths.lutimes,
  mkdir: trees.mkdir,
  mkdtemp: trees.mkdtemp,
  open: paths.open,
  readdir: trees.readdir,
  readFile: content.readFile,
  readlink: paths.readlink,
  realpath: paths.realpath,
  rename: paths.rename,
  rm: trees.rm,
  rmdir: trees.rmdir,
  stat: paths.stat,
  statfs: paths.statfs,
  symlink: paths.symlink,
  truncate: content.truncate,
  unlink: paths.unlink,
  utimes: paths.utimes,
  writeFile: content.writeFile,
  glob,
  opendir,
} satisfies Record<string, Operate>;

/** Operations whose callback gets the buffer too. */
const transfers = {
  read: content.read,
  readv: content.readv,
  write: content.write,
  writev: content.writev,
} satisfies Record<string, Operate>;

const fs: Record<string, unknown> = {};

for (const [name, operate] of Object.entries(operations) as [string, Operate][]) {
  define(name, (...args: unknown[]) => {
    const callback = callbackOf<Callback>(args);
    runWithCallback(operate(...(args as never[])), (error, result) => {
      if (error) callback(error);
      else if (result === undefined) callback(null);
      else callback(null, result);
    });
  });
  define(`${name}Sync`, (...args: unknown[]) => runSync(operate(...(args as never[]))));
}

for (const [name, operate] of Object.entries(transfers) as [string, Operate][]) {
  const isRead = name.startsWith('read');
  const callbackForm = define(name, (...args: unknown[]) => {
    const callback = callbackOf<Callback>(args);
    const given = isRead && name === 'read' ? withBuffer(args) : args;
    runWithCallback(operate(...(given as never[])), (error, count) => {
      if (error) callback(error);
      else callback(null, count, given[1]);
    });
  });
  const buffer = name.endsWith('v') ? 'buffers' : 'buffer';
  Object.defineProperty(callbackForm, promisifyArgs, {
    value: [isRead ? 'bytesRead' : 'bytesWritten', buffer],
  });
  define(`${name}Sync`, (...args: unknown[]) => runSync(operate(...(args as never[]))));
}

/** Defines a function of the module under its name. */
function define<F extends (...args: never[]) => unknown>(name: string, implementation: F): F {
  Object.defineProperty(implementation, 'name', { value: name, configurable: true });
  fs[name] = implementation;
  return implementation;
}

/** `read(fd, callback)` and `read(fd, options, callback)` bring a buffer of their own. */
function withBuffer([fd, buffer, ...rest]: unknown[]): unknown[] {
  if (ArrayBuffer.isView(buffer)) return [fd, buffer, ...rest];
  const options = (buffer ?? {}) as { buffer?: ArrayBufferView };
  return [fd, options.buffer ?? new Uint8Array(16384), options];
}

const existsSync = define('existsSync', (path: PathLike): boolean => {
  try {
    return callSync('fs.exists', pathOf(path));
  } catch {
    return false;
  }
});

function* isThere(path: PathLike): FileOperation<boolean> {
  try {
    return yield* ask('fs.exists', pathOf(path));
  } catch {
    return false;
  }
}

const exists = define('exists', (path: PathLike, callback: (found: boolean) => void): void => {
  callbackOf([callback]);
  runWithCallback(isThere(path), (_error, found) => callback(found === true));
});
Object.defineProperty(exists, promisifyCustom, {
  value: (path: PathLike) => Promise.resolve(existsSync(path)),
});

/** Node's own `realpath` walks the path itself, and says `lstat` where the system's says `realpath`. */
const native = { realpath: fs['realpath'], realpathSync: fs['realpathSync'] };
define('realpathSync', (path: PathLike, options?: unknown) => {
  try {
    return runSync(paths.realpath(path, options));
  } catch (error) {
    throw asLstatError(error, pathOf(path));
  }
});
define('realpath', (path: PathLike, ...args: unknown[]) => {
  const callback = callbackOf<Callback>(args);
  runWithCallback(paths.realpath(path, args[0]), (error, result) => {
    if (error) callback(asLstatError(error, pathOf(path)) as Error);
    else callback(null, result);
  });
});
Object.assign(fs['realpathSync'] as object, { native: native.realpathSync });
Object.assign(fs['realpath'] as object, { native: native.realpath });

function asLstatError(error: unknown, path: string): unknown {
  const failure = error as Error & { syscall?: string; path?: string };
  if (failure.syscall !== 'realpath') return error;
  const missing = firstMissing(path.startsWith('/') ? path : `${callSync('process.directory')}/${path}`);
  failure.message = failure.message.replace(/realpath '.*'$/, `lstat '${missing}'`);
  failure.syscall = 'lstat';
  failure.path = missing;
  return failure;
}

function firstMissing(path: string): string {
  let reached = '';
  for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
    reached = name === '..' ? reached.slice(0, reached.lastIndexOf('/')) : `${reached}/${name}`;
    if (!callSync('fs.exists', reached)) return reached;
  }
  return reached;
}

let ReadStream: ReturnType<typeof createReadStreamClass> | undefined;
let WriteStream: ReturnType<typeof createWriteStreamClass> | undefined;
const readStreamClass = () => (ReadStream ??= createReadStreamClass());
const writeStreamClass = () => (WriteStream ??= createWriteStreamClass());

const createReadStream = define(
  'createReadStream',
  (path: PathLike, options?: unknown) => new (readStreamClass())(path, options),
);
const createWriteStream = define(
  'createWriteStream',
  (path: PathLike, options?: unknown) => new (writeStreamClass())(path, options),
);
makeFileStreamsWith({ createReadStream, createWriteStream });

async function openAsBlob(path: PathLike, options: { type?: string } = {}): Promise<Blob> {
  const bytes = (await promises.readFile(path)) as Uint8Array<ArrayBuffer>;
  return new Blob([bytes], { type: options.type ?? '' });
}

/** A class of streams is made when a program asks for it, since streams are a large library. */
function lazyClass(make: () => unknown, replace: (value: never) => void): PropertyDescriptor {
  return { get: make, set: replace, enumerable: true, configurable: true };
}

function openAsBlobSync(path: PathLike, options: { type?: string } = {}): Blob {
  const bytes = runSync(content.readFile(path)) as unknown as Uint8Array<ArrayBuffer>;
  return new Blob([bytes], { type: options.type ?? '' });
}

/** A directory with a name that no other has, which is removed with all that is in it when it is disposed of. */
function mkdtempDisposableSync(prefix: PathLike, options?: unknown): Disposable {
  const path = runSync(trees.mkdtemp(prefix, options)) as PathLike;
  const absolute = runSync(paths.realpath(path)) as PathLike;
  const remove = (): void => runSync(trees.rm(absolute, { recursive: true, force: true }));
  return { path, remove, [Symbol.dispose]: () => remove() } as Disposable;
}

const absent = ['Utf8Stream'];

Object.assign(fs, absentFunctions('fs', absent), {
  watch,
  watchFile,
  unwatchFile,
  openAsBlob,
  openAsBlobSync,
  mkdtempDisposableSync,
  Dir,
  Dirent,
  Stats,
});
Object.defineProperties(fs, {
  ReadStream: lazyClass(readStreamClass, (value) => (ReadStream = value)),
  WriteStream: lazyClass(writeStreamClass, (value) => (WriteStream = value)),
  FileReadStream: lazyClass(readStreamClass, (value) => (ReadStream = value)),
  FileWriteStream: lazyClass(writeStreamClass, (value) => (WriteStream = value)),
  promises: { get: () => promises, enumerable: true, configurable: true },
});
fs['_toUnixTimestamp'] = timeOf;
fs['constants'] = fileConstants;

export default fs;
