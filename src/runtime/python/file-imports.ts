import type { FileStat } from '../protocol/file-calls.ts';
import { openFlags } from '../protocol/open-flags.ts';
import { AT_FDCWD, AT_FLAGS, CError, ENTRY_TYPE, UTIME } from './c-library.ts';
import { ownFd, type SystemCallContext } from './system-call-context.ts';

/** The type of a file, as a directory entry has it, is in the upper bits of its mode. */
const MODE_TYPE_SHIFT = 12;

/** Seconds since the epoch: access and modification time. */
type Times = readonly [atime: number, mtime: number];

/** What `getdents64` writes for each entry: a header, the name and zeros. */
const ENTRY_BYTES = 280;
const ENTRY_NAME_OFFSET = 19;

/**
 * The system calls on paths, answered by the kernel: the program sees the same files as every other process. Those on the
 * interpreter's own files go to Emscripten.
 */
export function fileImports(context: SystemCallContext) {
  const { memory } = context;
  const { ask } = context;

  const stat = (address: number, buffer: number, follow: boolean): number | null => {
    const path = context.path(AT_FDCWD, address);
    if (path === null) return null;
    memory.putStat(ask(follow ? 'fs.stat' : 'fs.lstat', path), buffer >>> 0);
    return 0;
  };

  const fstat = (fd: number, buffer: number): number => {
    if (context.isOwn(fd)) return context.own('__syscall_fstat64', ownFd(fd), buffer);
    memory.putStat(ask('fs.fstat', fd), buffer >>> 0);
    return 0;
  };

  return {
    __syscall_stat64: (path: number, buffer: number) =>
      stat(path, buffer, true) ?? context.own('__syscall_stat64', path, buffer),
    __syscall_lstat64: (path: number, buffer: number) =>
      stat(path, buffer, false) ?? context.own('__syscall_lstat64', path, buffer),
    __syscall_newfstatat(directory: number, address: number, buffer: number, flags: number) {
      if (flags & AT_FLAGS.emptyPath && memory.string(address) === '' && directory !== AT_FDCWD) {
        return fstat(directory, buffer);
      }
      const path = context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_newfstatat', ownFd(directory), address, buffer, flags);
      }
      memory.putStat(ask(flags & AT_FLAGS.noFollow ? 'fs.lstat' : 'fs.stat', path), buffer >>> 0);
      return 0;
    },
    __syscall_fstat64: fstat,
    __syscall_statfs64(address: number, size: number, buffer: number) {
      const path = context.path(AT_FDCWD, address);
      if (path === null) return context.own('__syscall_statfs64', address, size, buffer);
      memory.putFileSystemStat(ask('fs.statfs', path), buffer >>> 0);
      return 0;
    },
    __syscall_fstatfs64(fd: number, size: number, buffer: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fstatfs64', ownFd(fd), size, buffer);
      ask('fs.fstat', fd);
      memory.putFileSystemStat(ask('fs.statfs', '/'), buffer >>> 0);
      return 0;
    },
    __syscall_faccessat(directory: number, address: number, mode: number, flags: number) {
      const path = context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_faccessat', ownFd(directory), address, mode, flags);
      }
      ask('fs.access', path, mode);
      return 0;
    },
    __syscall_readlinkat(directory: number, address: number, buffer: number, roomBytes: number) {
      const path = context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_readlinkat', ownFd(directory), address, buffer, roomBytes);
      }
      if (roomBytes <= 0) throw new CError('EINVAL');
      return memory.putText(ask('fs.readlink', path), buffer >>> 0, roomBytes);
    },
    __syscall_getdents64(fd: number, buffer: number, roomBytes: number) {
      if (context.isOwn(fd)) return context.own('__syscall_getdents64', ownFd(fd), buffer, roomBytes);
      return putEntries(fd, buffer >>> 0, roomBytes);
    },

    __syscall_mkdirat(directory: number, address: number, mode: number) {
      const path = context.path(directory, address);
      if (path === null) return context.own('__syscall_mkdirat', ownFd(directory), address, mode);
      ask('fs.mkdir', path, mode, false);
      return 0;
    },
    __syscall_mknodat(directory: number, address: number, mode: number, device: number) {
      const path = context.path(directory, address);
      if (path === null) return context.own('__syscall_mknodat', ownFd(directory), address, mode, device);
      throw new CError('EPERM');
    },
    __syscall_unlinkat(directory: number, address: number, flags: number) {
      const path = context.path(directory, address);
      if (path === null) return context.own('__syscall_unlinkat', ownFd(directory), address, flags);
      if (flags & AT_FLAGS.removeDirectory) ask('fs.rmdir', path);
      else ask('fs.unlink', path);
      return 0;
    },
    __syscall_rmdir(address: number) {
      const path = context.path(AT_FDCWD, address);
      if (path === null) return context.own('__syscall_rmdir', address);
      ask('fs.rmdir', path);
      return 0;
    },
    __syscall_renameat(fromDirectory: number, from: number, toDirectory: number, to: number) {
      const [source, target] = [context.path(fromDirectory, from), context.path(toDirectory, to)];
      if (source === null && target === null) {
        return context.own('__syscall_renameat', ownFd(fromDirectory), from, ownFd(toDirectory), to);
      }
      if (source === null || target === null) throw new CError('EXDEV');
      ask('fs.rename', source, target);
      return 0;
    },
    __syscall_symlinkat(target: number, directory: number, address: number) {
      const path = context.path(directory, address);
      if (path === null) return context.own('__syscall_symlinkat', target, ownFd(directory), address);
      ask('fs.symlink', memory.string(target), path);
      return 0;
    },
    __syscall_chmod(address: number, mode: number) {
      const path = context.path(AT_FDCWD, address);
      if (path === null) return context.own('__syscall_chmod', address, mode);
      ask('fs.chmod', path, mode);
      return 0;
    },
    __syscall_fchmodat2(directory: number, address: number, mode: number, flags: number) {
      const path = context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_fchmodat2', ownFd(directory), address, mode, flags);
      }
      // Links have no mode of their own, and not to follow is not to change what they lead to.
      const isLink = (): boolean => ask('fs.lstat', path).mode >> MODE_TYPE_SHIFT === ENTRY_TYPE.link;
      if (flags & AT_FLAGS.noFollow && isLink()) throw new CError('EOPNOTSUPP');
      ask('fs.chmod', path, mode);
      return 0;
    },
    __syscall_fchmod(fd: number, mode: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fchmod', ownFd(fd), mode);
      ask('fs.fchmod', fd, mode);
      return 0;
    },
    __syscall_fchownat(directory: number, address: number, uid: number, gid: number, flags: number) {
      const path = context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_fchownat', ownFd(directory), address, uid, gid, flags);
      }
      ask(flags & AT_FLAGS.noFollow ? 'fs.lchown' : 'fs.chown', path, uid, gid);
      return 0;
    },
    __syscall_fchown32(fd: number, uid: number, gid: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fchown32', ownFd(fd), uid, gid);
      ask('fs.fchown', fd, uid, gid);
      return 0;
    },
    __syscall_utimensat(directory: number, address: number, times: number, flags: number) {
      if (address === 0 && !context.isOwn(directory)) {
        ask('fs.futimes', directory, ...timesAt(times, () => ask('fs.fstat', directory)));
        return 0;
      }
      const path = address === 0 ? null : context.path(directory, address);
      if (path === null) {
        return context.own('__syscall_utimensat', ownFd(directory), address, times, flags);
      }
      const noFollow = (flags & AT_FLAGS.noFollow) !== 0;
      const set = timesAt(times, () => ask(noFollow ? 'fs.lstat' : 'fs.stat', path));
      ask(noFollow ? 'fs.lutimes' : 'fs.utimes', path, ...set);
      return 0;
    },
    __syscall_truncate64(address: number, sizeBytes: bigint) {
      const path = context.path(AT_FDCWD, address);
      if (path === null) return context.own('__syscall_truncate64', address, sizeBytes);
      const fd = ask('fs.open', path, openFlags.writeOnly, 0);
      try {
        ask('fs.ftruncate', fd, Number(sizeBytes));
      } finally {
        ask('close', fd);
      }
      return 0;
    },
    __syscall_ftruncate64(fd: number, sizeBytes: bigint) {
      if (context.isOwn(fd)) return context.own('__syscall_ftruncate64', ownFd(fd), sizeBytes);
      if (sizeBytes < 0n) throw new CError('EINVAL');
      ask('fs.ftruncate', fd, Number(sizeBytes));
      return 0;
    },
    __syscall_fallocate(fd: number, mode: number, offset: bigint, sizeBytes: bigint) {
      if (context.isOwn(fd)) return context.own('__syscall_fallocate', ownFd(fd), mode, offset, sizeBytes);
      if (mode !== 0 || offset < 0n || sizeBytes <= 0n) throw new CError('EINVAL');
      const wanted = Number(offset + sizeBytes);
      if (ask('fs.fstat', fd).size < wanted) ask('fs.ftruncate', fd, wanted);
      return 0;
    },

    __syscall_chdir(address: number) {
      const path = context.path(AT_FDCWD, address);
      if (path === null) return context.own('__syscall_chdir', address);
      ask('process.change-directory', path);
      return 0;
    },
    __syscall_fchdir(fd: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fchdir', ownFd(fd));
      ask('process.change-directory', ask('fs.path-of', fd));
      return 0;
    },
    __syscall_getcwd(buffer: number, roomBytes: number) {
      if (!context.isConnected) return context.own('__syscall_getcwd', buffer, roomBytes);
      const written = memory.putString(ask('process.directory'), buffer >>> 0, roomBytes >>> 0);
      if (written === 0) throw new CError('ERANGE');
      return written;
    },
    __syscall_umask_js: (mask: number) =>
      context.isConnected ? ask('fs.umask', mask) : context.own('__syscall_umask_js', mask),
    // The superuser, as for all programs of the host.
    __syscall_getuid32_js: () => 0,
  };

  /** Writes the entries of a directory behind those that were read before. The offset of the open directory counts them. */
  function putEntries(fd: number, buffer: number, roomBytes: number): number {
    const path = ask('fs.path-of', fd);
    const position = ask('fs.seek', fd, 0, 1);
    const dots = [
      { name: '.', kind: 'directory', ino: ask('fs.fstat', fd).ino },
      { name: '..', kind: 'directory', ino: ask('fs.stat', `${path}/..`).ino },
    ] as const;
    const entries = [...dots, ...ask('fs.readdir', path)];
    const count = Math.min(entries.length - position, Math.floor(roomBytes / ENTRY_BYTES));
    for (let index = 0; index < count; index++) {
      const { name, kind, ino } = entries[position + index]!;
      const at = buffer + index * ENTRY_BYTES;
      const { view } = memory;
      view.setBigUint64(at, BigInt(ino), true);
      view.setBigInt64(at + 8, BigInt(position + index + 1), true);
      view.setUint16(at + 16, ENTRY_BYTES, true);
      view.setUint8(at + 18, ENTRY_TYPE[kind]);
      memory.putString(name, at + ENTRY_NAME_OFFSET, ENTRY_BYTES - ENTRY_NAME_OFFSET);
    }
    ask('fs.seek', fd, position + Math.max(count, 0), 0);
    return Math.max(count, 0) * ENTRY_BYTES;
  }

  /** Two `struct timespec`, or the present time when there are none. */
  function timesAt(address: number, before: () => FileStat): Times {
    const now = (performance.timeOrigin + performance.now()) / 1000;
    if (address === 0) return [now, now];
    const time = (at: number, kept: (stat: FileStat) => number): number => {
      const nanoseconds = memory.view.getInt32(at + 8, true);
      if (nanoseconds === UTIME.now) return now;
      if (nanoseconds === UTIME.omit) return kept(before()) / 1000;
      return Number(memory.view.getBigInt64(at, true)) + nanoseconds / 1e9;
    };
    const at = address >>> 0;
    return [time(at, ({ atimeMs }) => atimeMs), time(at + 16, ({ mtimeMs }) => mtimeMs)];
  }
}
