import { systemError } from '../../protocol/errno.ts';
import { openFlags } from '../../protocol/open-flags.ts';
import type { DirectoryEntry, FileStat, FileSystemStat } from '../../protocol/file-calls.ts';
import {
  addEntry,
  clearPlace,
  createEntry,
  emptyDirectory,
  removeEntry,
  tellOfChange,
} from './directory-entries.ts';
import { DiskSpace, INODE_BYTES } from './disk-space.ts';
import { Errno, named } from './file-system-error.ts';
import {
  createDirectory,
  createFile,
  createLink,
  detach,
  type DirectoryInode,
  type Inode,
  setMode,
  setOwner,
  setTimes,
} from './inode.ts';
import { OpenFile } from './open-file.ts';
import { pathOf, type PlaceOnDisk, walk } from './path-walk.ts';
import { directoryAt, existing, isWithin, replaceable, vacant } from './place-checks.ts';
import { statOf } from './stat.ts';
import { createVolume, type Volume } from './volume.ts';
import type { WatchListener } from './watch-list.ts';

/**
 * The in-memory file system as one process sees it: the shared volume with the process's own working directory
 * and umask, as in Linux's `fs_struct`. Every method is one synchronous operation; it takes paths as the program
 * wrote them and throws a `SystemError` that quotes them, worded as Node's.
 *
 * Everything belongs to the superuser, as it does for a program in a container: permission bits are kept
 * and shown, and only the execute bit is ever refused.
 */
export class FileSystem {
  readonly #volume: Volume;
  #cwd: DirectoryInode;
  /** Bits that new files and directories do not get. */
  umask = 0o022;

  /** @param volume another file system's files, or how much a new one may hold */
  constructor(volume: Volume | DiskSpace = new DiskSpace()) {
    this.#volume = volume instanceof DiskSpace ? createVolume(volume) : volume;
    this.#cwd = this.#volume.root;
  }

  /** The same files for another process, which starts in `cwd`. */
  view(cwd: string): FileSystem {
    const view = new FileSystem(this.#volume);
    view.#cwd = this.#cwd;
    view.umask = this.umask;
    view.chdir(cwd);
    return view;
  }

  /** The absolute path of the working directory. */
  cwd(): string {
    const path = pathOf(this.#cwd, this.#volume.root);
    if (path === undefined) throw systemError('ENOENT', 'uv_cwd');
    return path;
  }

  chdir(path: string): void {
    const from = pathOf(this.#cwd, this.#volume.root) ?? '';
    named('chdir', from, path, () => {
      this.#cwd = directoryAt(this.#find(path));
    });
  }

  access(path: string, mode = 0): void {
    named('access', path, undefined, () => {
      const node = existing(this.#find(path));
      const runs = node.kind === 'directory' || (node.mode & 0o111) !== 0;
      if ((mode & 1) !== 0 && !runs) throw new Errno('EACCES');
    });
  }

  exists(path: string): boolean {
    try {
      return this.#find(path).node !== undefined;
    } catch {
      return false;
    }
  }

  stat(path: string): FileStat {
    return named('stat', path, undefined, () => statOf(existing(this.#find(path))));
  }

  lstat(path: string): FileStat {
    return named('lstat', path, undefined, () => statOf(existing(this.#find(path, false))));
  }

  /** Figures of a small disk. */
  statfs(path: string): FileSystemStat {
    return named('statfs', path, undefined, () => {
      existing(this.#find(path));
      const { sizeBytes, freeBytes } = this.#volume.space;
      const free = Math.floor(freeBytes / 4096);
      return {
        type: 0x01021994,
        bsize: 4096,
        blocks: sizeBytes / 4096,
        bfree: free,
        bavail: free,
        files: sizeBytes / INODE_BYTES,
        ffree: Math.floor(freeBytes / INODE_BYTES),
      };
    });
  }

  open(path: string, flags: number = openFlags.readOnly, mode = 0o666): OpenFile {
    return named('open', path, undefined, () => this.#open(path, flags, mode));
  }

  /** Opens, reads to the end and closes. */
  readFile(path: string, flags: number = openFlags.readOnly): Uint8Array {
    return closing(this.open(path, flags), (file) => file.readToEnd());
  }

  /** Opens, writes all and closes; by default a file is made or emptied first. */
  writeFile(path: string, data: Uint8Array | string, flags = createOrEmpty, mode = 0o666): void {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    closing(this.open(path, flags, mode), (file) => file.write(bytes, null));
  }

  copyFile(from: string, to: string, mode = 0): void {
    named('copyfile', from, to, () => {
      const source = existing(this.#find(from));
      if (source.kind === 'directory') throw new Errno('EISDIR');
      const target = this.#find(to);
      if (target.node !== undefined && (mode & 1) !== 0) throw new Errno('EEXIST');
      if (target.node === source) return;
      closing(this.#open(to, createOrEmpty, source.mode & 0o777), (copy) => {
        if (source.kind === 'file') copy.write(source.bytes.slice(0, source.sizeBytes), null);
      });
    });
  }

  link(from: string, to: string): void {
    named('link', from, to, () => {
      const node = existing(this.#find(from, false));
      if (node.kind === 'directory') throw new Errno('EPERM');
      const place = vacant(this.#find(to, false));
      node.nlink++;
      addEntry(this.#volume, place, node);
    });
  }

  symlink(target: string, path: string): void {
    named('symlink', target, path, () => {
      const place = vacant(this.#find(path, false));
      if (target === '' || place.wantsDirectory) throw new Errno('ENOENT');
      createEntry(this.#volume, place, createLink(target));
    });
  }

  readlink(path: string): string {
    return named('readlink', path, undefined, () => {
      const node = existing(this.#find(path, false));
      if (node.kind !== 'link') throw new Errno('EINVAL');
      return node.target;
    });
  }

  realpath(path: string): string {
    return named('realpath', path, undefined, () => {
      const place = this.#find(path);
      existing(place);
      const directory = pathOf(place.directory, this.#volume.root) ?? '';
      return place.name === '' ? directory : `${directory === '/' ? '' : directory}/${place.name}`;
    });
  }

  /** Makes a directory; `recursive` makes those above it too, and answers the first one made. */
  mkdir(path: string, mode = 0o777, recursive = false): string | undefined {
    return named('mkdir', path, undefined, () =>
      recursive ? this.#mkdirAll(path, mode) : this.#mkdir(path, mode),
    );
  }

  mkdtemp(prefix: string): string {
    return named('mkdtemp', `${prefix}XXXXXX`, undefined, () => {
      for (;;) {
        const path = prefix + Array.from({ length: 6 }, randomLetter).join('');
        if (this.exists(path)) continue;
        this.#mkdir(path, 0o700);
        return path;
      }
    });
  }

  /** The names in a directory, sorted, since nothing else would be the same on each run. */
  readdir(path: string): DirectoryEntry[] {
    return named('scandir', path, undefined, () => {
      const { entries } = directoryAt(this.#find(path));
      const listed = Array.from(entries, ([name, { kind, ino }]) => ({ name, kind, ino }));
      return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
    });
  }

  /** The absolute path of a directory that is open. @throws ENOTDIR, ENOENT when it was removed */
  pathOf(node: Inode): string {
    return named('open', undefined, undefined, () => {
      if (node.kind !== 'directory') throw new Errno('ENOTDIR');
      const path = pathOf(node, this.#volume.root);
      if (path === undefined) throw new Errno('ENOENT');
      return path;
    });
  }

  unlink(path: string): void {
    named('unlink', path, undefined, () => {
      const place = this.#find(path, false);
      if (existing(place).kind === 'directory') throw new Errno('EISDIR');
      removeEntry(this.#volume, place);
    });
  }

  rmdir(path: string): void {
    named('rmdir', path, undefined, () => {
      const place = this.#find(path, false);
      if (/(^|\/)\.\/*$/.test(path)) throw new Errno('EINVAL');
      if (directoryAt(place).entries.size > 0) throw new Errno('ENOTEMPTY');
      if (place.name === '') throw new Errno(place.node === this.#volume.root ? 'EBUSY' : 'ENOTEMPTY');
      removeEntry(this.#volume, place);
    });
  }

  /** Removes a file, link or (when `recursive`) a directory with all that is in it. */
  rm(path: string, recursive = false): void {
    named('rm', path, undefined, () => {
      const place = this.#find(path, false);
      const node = existing(place);
      if (place.name === '') throw new Errno(place.node === this.#volume.root ? 'EBUSY' : 'EINVAL');
      if (node.kind === 'directory' && !recursive) throw new Errno('EISDIR');
      if (node.kind === 'directory') emptyDirectory(this.#volume, node);
      removeEntry(this.#volume, place);
    });
  }

  rename(from: string, to: string): void {
    named('rename', from, to, () => {
      const source = this.#find(from, false);
      const target = this.#find(to, false);
      const node = existing(source);
      if (source.name === '' || target.name === '') throw new Errno('EBUSY');
      if (target.node === node) return;
      if (node.kind === 'directory' && isWithin(target.directory, node)) throw new Errno('EINVAL');
      if (target.wantsDirectory && node.kind !== 'directory') throw new Errno('ENOTDIR');
      if (target.node !== undefined) {
        replaceable(node, target.node);
        clearPlace(this.#volume, target);
      }
      detach(source.directory, source.name);
      this.#volume.watches.notify('rename', source.directory, source.name, node);
      addEntry(this.#volume, target, node);
    });
  }

  chmod(path: string, mode: number): void {
    named('chmod', path, undefined, () => {
      const place = this.#find(path);
      setMode(existing(place), mode);
      tellOfChange(this.#volume, place);
    });
  }

  chown(path: string, uid: number, gid: number): void {
    named('chown', path, undefined, () => {
      setOwner(existing(this.#find(path)), uid, gid);
    });
  }

  lchown(path: string, uid: number, gid: number): void {
    named('lchown', path, undefined, () => {
      setOwner(existing(this.#find(path, false)), uid, gid);
    });
  }

  /** Sets both times, in seconds. */
  utimes(path: string, atime: number, mtime: number): void {
    named('utime', path, undefined, () => {
      const place = this.#find(path);
      setTimes(existing(place), atime, mtime);
      tellOfChange(this.#volume, place);
    });
  }

  lutimes(path: string, atime: number, mtime: number): void {
    named('lutime', path, undefined, () => {
      setTimes(existing(this.#find(path, false)), atime, mtime);
    });
  }

  /** Watches a file or directory until the function that comes back is called. */
  watch(path: string, recursive: boolean, listener: WatchListener): () => void {
    return named('watch', path, undefined, () => {
      const place = this.#find(path);
      return this.#volume.watches.add(existing(place), place.name, recursive, listener);
    });
  }

  #find(path: string, followLast = true): PlaceOnDisk {
    return walk(this.#volume.root, this.#cwd, path, followLast);
  }

  #open(path: string, flags: number, mode: number): OpenFile {
    const exclusive = (flags & openFlags.create) !== 0 && (flags & openFlags.exclusive) !== 0;
    const place = this.#find(path, !exclusive && (flags & openFlags.noFollow) === 0);
    const writes = (flags & openFlags.accessMode) !== openFlags.readOnly;
    let { node } = place;
    if (node === undefined) {
      if ((flags & openFlags.create) === 0) throw new Errno('ENOENT');
      if (place.wantsDirectory) throw new Errno('EISDIR');
      node = createFile(mode & ~this.umask, this.#volume.space);
      createEntry(this.#volume, place, node);
    } else {
      if (exclusive) throw new Errno('EEXIST');
      if (node.kind === 'link') throw new Errno('ELOOP');
      if (node.kind === 'directory' && (writes || flags & openFlags.create)) throw new Errno('EISDIR');
      if (node.kind !== 'directory' && flags & openFlags.directory) throw new Errno('ENOTDIR');
    }
    const file = new OpenFile(node, flags, () => {
      tellOfChange(this.#volume, { ...place, node });
    });
    if ((flags & openFlags.truncate) !== 0 && writes && node.kind === 'file' && node.sizeBytes > 0) {
      file.truncate(0);
    }
    return file;
  }

  #mkdir(path: string, mode: number): undefined {
    const place = vacant(this.#find(path, false));
    createEntry(this.#volume, place, createDirectory(mode & ~this.umask));
  }

  #mkdirAll(path: string, mode: number): string | undefined {
    let first: string | undefined;
    let made = path.startsWith('/') ? '' : this.cwd().replace(/\/$/, '');
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      made = `${made}/${name}`;
      const { node } = this.#find(made);
      if (node === undefined) {
        this.#mkdir(made, mode);
        first ??= made;
      } else if (node.kind !== 'directory') {
        throw new Errno(path.endsWith(made) || made.endsWith(path) ? 'EEXIST' : 'ENOTDIR');
      }
    }
    return first;
  }
}

const createOrEmpty = openFlags.writeOnly | openFlags.create | openFlags.truncate;

/** Uses an open file and closes it, whatever happens. */
function closing<T>(file: OpenFile, use: (file: OpenFile) => T): T {
  try {
    return use(file);
  } finally {
    file.dispose();
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function randomLetter(): string {
  return letters.charAt(Math.floor(Math.random() * letters.length));
}
