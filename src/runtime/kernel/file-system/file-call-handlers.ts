import type { DescriptorKind } from '../../protocol/descriptor-calls.ts';
import type { FileCalls, FileStat } from '../../protocol/file-calls.ts';
import { systemError } from '../../protocol/errno.ts';
import type { Process } from '../process.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import type { Thread } from '../thread.ts';
import type { FileSystem } from './file-system.ts';
import { setMode, setOwner, setTimes } from './inode.ts';
import { OpenFile } from './open-file.ts';

/** Answers the system calls on files, each process in its own working directory. */
export function fileCallHandlers(): SystemCallHandlers<FileCalls> {
  const watches = new WeakMap<Thread, Map<number, () => void>>();
  let nextWatch = 1;

  const of = ({ files }: Process): FileSystem => files;

  return {
    'fs.access': ({ process }, path, mode) => of(process).access(path, mode),
    'fs.chmod': ({ process }, path, mode) => of(process).chmod(path, mode),
    'fs.chown': ({ process }, path, uid, gid) => of(process).chown(path, uid, gid),
    'fs.copy-file': ({ process }, from, to, mode) => of(process).copyFile(from, to, mode),
    'fs.exists': ({ process }, path) => of(process).exists(path),
    'fs.fchmod': ({ process }, fd, mode) => setMode(openFile(process, fd, 'fchmod').node, mode),
    'fs.fchown': ({ process }, fd, uid, gid) => setOwner(openFile(process, fd, 'fchown').node, uid, gid),
    'fs.fstat': ({ process }, fd) => statOfDescriptor(process, fd),
    'fs.fsync': ({ process }, fd) => void process.descriptors.get(fd, 'fsync'),
    'fs.ftruncate': ({ process }, fd, size) => openFile(process, fd, 'ftruncate').truncate(size),
    'fs.futimes': ({ process }, fd, atime, mtime) =>
      setTimes(openFile(process, fd, 'futime').node, atime, mtime),
    'fs.lchown': ({ process }, path, uid, gid) => of(process).lchown(path, uid, gid),
    'fs.link': ({ process }, from, to) => of(process).link(from, to),
    'fs.lstat': ({ process }, path) => of(process).lstat(path),
    'fs.lutimes': ({ process }, path, atime, mtime) => of(process).lutimes(path, atime, mtime),
    'fs.mkdir': ({ process }, path, mode, recursive) => of(process).mkdir(path, mode, recursive),
    'fs.mkdtemp': ({ process }, prefix) => of(process).mkdtemp(prefix),
    'fs.open': ({ process }, path, flags, mode) =>
      process.descriptors.open(of(process).open(path, flags, mode), 'open', path),
    'fs.path-of': ({ process }, fd) => of(process).pathOf(openFile(process, fd, 'open').node),
    'fs.read': ({ process }, fd, maxBytes, position) => {
      const description = process.descriptors.get(fd, 'read');
      return description instanceof OpenFile
        ? description.read(maxBytes, position)
        : description.read(maxBytes);
    },
    'fs.read-file': ({ process }, path, flags) => of(process).readFile(path, flags),
    'fs.readdir': ({ process }, path) => of(process).readdir(path),
    'fs.readlink': ({ process }, path) => of(process).readlink(path),
    'fs.realpath': ({ process }, path) => of(process).realpath(path),
    'fs.rename': ({ process }, from, to) => of(process).rename(from, to),
    'fs.rm': ({ process }, path, recursive) => of(process).rm(path, recursive),
    'fs.rmdir': ({ process }, path) => of(process).rmdir(path),
    'fs.seek': ({ process }, fd, offset, whence) => {
      const description = process.descriptors.get(fd, 'lseek');
      if (!(description instanceof OpenFile)) throw systemError('ESPIPE', 'lseek');
      return description.seek(offset, whence);
    },
    'fs.stat': ({ process }, path) => of(process).stat(path),
    'fs.statfs': ({ process }, path) => of(process).statfs(path),
    'fs.symlink': ({ process }, target, path) => of(process).symlink(target, path),
    'fs.umask': ({ process }, mask) => {
      const before = of(process).umask;
      of(process).umask = mask & 0o777;
      return before;
    },
    'fs.unlink': ({ process }, path) => of(process).unlink(path),
    'fs.unwatch': ({ thread }, watch) => {
      watches.get(thread)?.get(watch)?.();
      watches.get(thread)?.delete(watch);
    },
    'fs.utimes': ({ process }, path, atime, mtime) => of(process).utimes(path, atime, mtime),
    'fs.watch': ({ process, thread }, path, recursive) => {
      const watch = nextWatch++;
      const stop = of(process).watch(path, recursive, (change, filename) => {
        thread.emit('file-change', { watch, change, filename });
      });
      watchesOf(thread).set(watch, stop);
      return watch;
    },
    'fs.write': ({ process }, fd, data, position) => {
      const description = process.descriptors.get(fd, 'write');
      return description instanceof OpenFile ? description.write(data, position) : description.write(data);
    },
    'fs.write-file': ({ process }, path, data, flags, mode) => of(process).writeFile(path, data, flags, mode),
  };

  function watchesOf(thread: Thread): Map<number, () => void> {
    const known = watches.get(thread);
    if (known) return known;
    const made = new Map<number, () => void>();
    watches.set(thread, made);
    thread.onEnd(() => {
      for (const stop of made.values()) stop();
    });
    return made;
  }
}

/** A descriptor that must lead to a file, since only files have what is asked. */
function openFile(process: Process, fd: number, syscall: string): OpenFile {
  const description = process.descriptors.get(fd, syscall);
  if (description instanceof OpenFile) return description;
  throw systemError('EINVAL', syscall);
}

/** What is neither a file nor a terminal, in `fstat`. */
const MODES: Partial<Record<DescriptorKind, number>> = { pipe: 0o010600, socket: 0o140777 };

/** What `fstat` says of a descriptor: of a file all, of a pipe or a terminal that it is one. */
function statOfDescriptor(process: Process, fd: number): FileStat {
  const description = process.descriptors.get(fd, 'fstat');
  if (description instanceof OpenFile) return description.stat();
  const mode = MODES[description.kind] ?? 0o020620;
  const startedAtMs = process.startedAtMs;
  return {
    dev: 1,
    ino: fd,
    mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: 0,
    blksize: 4096,
    blocks: 0,
    atimeMs: startedAtMs,
    mtimeMs: startedAtMs,
    ctimeMs: startedAtMs,
    birthtimeMs: startedAtMs,
  };
}
