/** The operations on directories and on what is below them. */
import type { Buffer } from '../buffer/buffer.ts';
import { invalidArgValue, nodeError } from '../errors.ts';
import { posix } from '../path/posix.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import { Dirent } from './dirent.ts';
import { encodedName, modeOf, optionsOf, type PathLike, pathOf } from './file-arguments.ts';
import { ask, type FileOperation } from './file-operation.ts';
import { kindOfMode } from './kind-of-mode.ts';

/** Makes a directory; with `recursive`, those above it too, answering the first that was made. */
export function* mkdir(path: PathLike, options?: unknown): FileOperation<string | undefined> {
  let mode: unknown;
  let recursive: unknown = false;
  if (typeof options === 'number' || typeof options === 'string') mode = options;
  else if (options) ({ mode, recursive = false } = options as { mode?: unknown; recursive?: unknown });
  validateBoolean(recursive, 'options.recursive');
  const given = pathOf(path);
  const first = yield* ask('fs.mkdir', given, modeOf(mode, 'mode', 0o777), recursive);
  return first === undefined ? undefined : asGiven(given, first);
}

/** A directory above or at the end of a path, in the path's own words. */
function asGiven(path: string, directory: string): string {
  const below = posix.resolve(path).slice(posix.resolve(directory).length).split('/').length - 1;
  let text = path.replace(/\/+$/, '');
  for (let count = 0; count < below; count++) text = text.replace(/\/+[^/]+$/, '');
  return text;
}

/** Makes a directory with a name that no other has. */
export function* mkdtemp(prefix: PathLike, options?: unknown): FileOperation<string | Buffer> {
  const { encoding } = optionsOf(options, {});
  return encodedName(yield* ask('fs.mkdtemp', pathOf(prefix, 'prefix')), encoding);
}

/** The names in a directory, or their Dirents; with `recursive`, those of all below. */
export function* readdir(path: PathLike, options?: unknown): FileOperation<(string | Buffer | Dirent)[]> {
  const { encoding, withFileTypes, recursive } = optionsOf<{ withFileTypes?: boolean; recursive?: boolean }>(
    options,
    {},
  );
  const root = pathOf(path);
  const found: (string | Buffer | Dirent)[] = [];
  const pending = [''];
  for (let below = pending.shift(); below !== undefined; below = pending.shift()) {
    const directory = below === '' ? root : `${root.replace(/\/$/, '')}/${below}`;
    for (const { name, kind } of yield* ask('fs.readdir', directory)) {
      const relative = below === '' ? name : `${below}/${name}`;
      if (withFileTypes) found.push(new Dirent(encodedName(name, encoding), kind, directory));
      else found.push(encodedName(relative, encoding));
      if (recursive && kind === 'directory') pending.push(relative);
    }
  }
  return found;
}

/** Removes an empty directory. */
export function* rmdir(path: PathLike, options?: { recursive?: unknown }): FileOperation<void> {
  if (options?.recursive !== undefined) {
    throw invalidArgValue('options.recursive', options.recursive, 'is no longer supported');
  }
  yield* ask('fs.rmdir', pathOf(path));
}

/** Removes files and, with `recursive`, directories. */
export function* rm(path: PathLike, options?: unknown): FileOperation<void> {
  if (options !== undefined) validateObject(options, 'options');
  const { recursive = false, force = false } = (options ?? {}) as { recursive?: unknown; force?: unknown };
  validateBoolean(recursive, 'options.recursive');
  validateBoolean(force, 'options.force');
  const target = pathOf(path);
  try {
    const { mode } = yield* ask('fs.lstat', target);
    if (kindOfMode(mode) === 'directory' && !recursive) throw isDirectory('rm', `${target}`, target);
  } catch (error) {
    if (force && (error as { code?: string }).code === 'ENOENT') return;
    throw error;
  }
  yield* ask('fs.rm', target, recursive);
}

interface CopyOptions {
  recursive?: boolean;
  force?: boolean;
  errorOnExist?: boolean;
  dereference?: boolean;
  preserveTimestamps?: boolean;
  verbatimSymlinks?: boolean;
  mode?: number;
  filter?: (source: string, destination: string) => boolean;
}

/** Copies files and, with `recursive`, directories. */
export function* cp(source: PathLike, destination: PathLike, options: CopyOptions = {}): FileOperation<void> {
  validateObject(options, 'options');
  const from = pathOf(source, 'src');
  const to = pathOf(destination, 'dest');
  if (options.filter && !options.filter(from, to)) return;
  const { mode } = yield* ask(options.dereference ? 'fs.stat' : 'fs.lstat', from);
  const kind = kindOfMode(mode);
  if (kind === 'directory') return yield* copyDirectory(from, to, options);
  const exists = yield* ask('fs.exists', to);
  if (exists && options.force === false) {
    if (!options.errorOnExist) return;
    throw nodeError(
      'ERR_FS_CP_EEXIST',
      `Target already exists: cp returned EEXIST (${to} already exists) ${to}`,
    );
  }
  if (kind === 'link') {
    if (exists) yield* ask('fs.unlink', to);
    yield* ask('fs.symlink', yield* ask('fs.readlink', from), to);
    return;
  }
  yield* ask('fs.mkdir', parentOf(to), 0o777, true);
  yield* ask('fs.copy-file', from, to, options.mode ?? 0);
  if (!options.preserveTimestamps) return;
  const { atimeMs, mtimeMs } = yield* ask('fs.stat', from);
  yield* ask('fs.utimes', to, atimeMs / 1000, mtimeMs / 1000);
}

function* copyDirectory(from: string, to: string, options: CopyOptions): FileOperation<void> {
  if (!options.recursive) {
    throw nodeError('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${from}`);
  }
  const entries = yield* ask('fs.readdir', from);
  yield* ask('fs.mkdir', to, 0o777, true);
  const [realFrom, realTo] = [yield* ask('fs.realpath', from), yield* ask('fs.realpath', to)];
  if (`${realTo}/`.startsWith(`${realFrom}/`)) {
    throw nodeError('ERR_FS_CP_EINVAL', `Cannot copy ${from} to a subdirectory of self ${to}`);
  }
  for (const { name } of entries) yield* cp(`${from}/${name}`, `${to}/${name}`, options);
}

function parentOf(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash) || '/';
}

function isDirectory(syscall: string, what: string, path: string): Error {
  const message = `Path is a directory: ${syscall} returned EISDIR (is a directory) ${what}`;
  const error = nodeError('ERR_FS_EISDIR', message);
  Object.defineProperty(error, 'name', { value: 'SystemError', writable: true, configurable: true });
  const info = { code: 'EISDIR', message: 'is a directory', path, syscall, errno: 21 };
  return Object.assign(error, { info, errno: 21, syscall, path });
}
