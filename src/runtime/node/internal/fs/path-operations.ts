/** The operations on one or two paths or on a descriptor that are a single system call. */
import { ask, type FileOperation } from './file-operation.ts';
import {
  encodedName,
  fdOf,
  flagsOf,
  modeOf,
  optionsOf,
  type PathLike,
  pathOf,
  smallModeOf,
  timeOf,
} from './file-arguments.ts';
import { validateInteger } from '../validators.ts';
import type { Buffer } from '../buffer/buffer.ts';
import { BigIntStats, StatFs, Stats } from './stats.ts';

interface StatOptions {
  bigint?: boolean;
  throwIfNoEntry?: boolean;
}

export function* access(path: PathLike, mode?: number): FileOperation<void> {
  yield* ask('fs.access', pathOf(path), smallModeOf(mode));
}

export function* chmod(path: PathLike, mode: unknown): FileOperation<void> {
  yield* ask('fs.chmod', pathOf(path), modeOf(mode, 'mode'));
}

export function* chown(path: PathLike, uid: unknown, gid: unknown): FileOperation<void> {
  yield* ask('fs.chown', pathOf(path), ownerOf(uid, 'uid'), ownerOf(gid, 'gid'));
}

export function* close(fd: unknown): FileOperation<void> {
  yield* ask('close', fdOf(fd));
}

export function* copyFile(src: PathLike, dest: PathLike, mode?: number): FileOperation<void> {
  yield* ask('fs.copy-file', pathOf(src, 'src'), pathOf(dest, 'dest'), smallModeOf(mode));
}

export function* fchmod(fd: unknown, mode: unknown): FileOperation<void> {
  yield* ask('fs.fchmod', fdOf(fd), modeOf(mode, 'mode'));
}

export function* fchown(fd: unknown, uid: unknown, gid: unknown): FileOperation<void> {
  yield* ask('fs.fchown', fdOf(fd), ownerOf(uid, 'uid'), ownerOf(gid, 'gid'));
}

export function* fdatasync(fd: unknown): FileOperation<void> {
  yield* ask('fs.fsync', fdOf(fd));
}

export function* fsync(fd: unknown): FileOperation<void> {
  yield* ask('fs.fsync', fdOf(fd));
}

export function* fstat(fd: unknown, options?: StatOptions): FileOperation<Stats | BigIntStats> {
  const stat = yield* ask('fs.fstat', fdOf(fd));
  return options?.bigint ? new BigIntStats(stat) : new Stats(stat);
}

export function* ftruncate(fd: unknown, length: unknown = 0): FileOperation<void> {
  validateInteger(length, 'len');
  yield* ask('fs.ftruncate', fdOf(fd), Math.max(0, length));
}

export function* futimes(fd: unknown, atime: unknown, mtime: unknown): FileOperation<void> {
  yield* ask('fs.futimes', fdOf(fd), timeOf(atime), timeOf(mtime));
}

export function* lchown(path: PathLike, uid: unknown, gid: unknown): FileOperation<void> {
  yield* ask('fs.lchown', pathOf(path), ownerOf(uid, 'uid'), ownerOf(gid, 'gid'));
}

export function* link(existing: PathLike, path: PathLike): FileOperation<void> {
  yield* ask('fs.link', pathOf(existing, 'existingPath'), pathOf(path, 'newPath'));
}

export function* lstat(
  path: PathLike,
  options?: StatOptions,
): FileOperation<Stats | BigIntStats | undefined> {
  return yield* statWith('fs.lstat', path, options);
}

export function* lutimes(path: PathLike, atime: unknown, mtime: unknown): FileOperation<void> {
  yield* ask('fs.lutimes', pathOf(path), timeOf(atime), timeOf(mtime));
}

export function* open(path: PathLike, flags: unknown = 'r', mode?: unknown): FileOperation<number> {
  return yield* ask('fs.open', pathOf(path), flagsOf(flags), modeOf(mode, 'mode', 0o666));
}

export function* readlink(path: PathLike, options?: unknown): FileOperation<string | Buffer> {
  const { encoding } = optionsOf(options, {});
  return encodedName(yield* ask('fs.readlink', pathOf(path)), encoding);
}

export function* realpath(path: PathLike, options?: unknown): FileOperation<string | Buffer> {
  const { encoding } = optionsOf(options, {});
  return encodedName(yield* ask('fs.realpath', pathOf(path)), encoding);
}

export function* rename(oldPath: PathLike, newPath: PathLike): FileOperation<void> {
  yield* ask('fs.rename', pathOf(oldPath, 'oldPath'), pathOf(newPath, 'newPath'));
}

export function* stat(path: PathLike, options?: StatOptions): FileOperation<Stats | BigIntStats | undefined> {
  return yield* statWith('fs.stat', path, options);
}

export function* statfs(path: PathLike, options?: { bigint?: boolean }): FileOperation<StatFs> {
  return new StatFs(yield* ask('fs.statfs', pathOf(path)), options?.bigint === true);
}

export function* symlink(target: PathLike, path: PathLike): FileOperation<void> {
  yield* ask('fs.symlink', pathOf(target, 'target'), pathOf(path));
}

export function* unlink(path: PathLike): FileOperation<void> {
  yield* ask('fs.unlink', pathOf(path));
}

export function* utimes(path: PathLike, atime: unknown, mtime: unknown): FileOperation<void> {
  yield* ask('fs.utimes', pathOf(path), timeOf(atime), timeOf(mtime));
}

function* statWith(
  name: 'fs.stat' | 'fs.lstat',
  path: PathLike,
  options: StatOptions | undefined,
): FileOperation<Stats | BigIntStats | undefined> {
  try {
    const found = yield* ask(name, pathOf(path));
    return options?.bigint ? new BigIntStats(found) : new Stats(found);
  } catch (error) {
    const { code } = error as { code?: string };
    if (options?.throwIfNoEntry === false && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw error;
  }
}

function ownerOf(id: unknown, name: string): number {
  validateInteger(id, name, -1, 2 ** 32 - 1);
  return id;
}
