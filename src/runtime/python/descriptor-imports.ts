import { openFlags } from '../protocol/open-flags.ts';
import type { TerminalSize } from '../protocol/thread-start.ts';
import type { ThreadSuspension } from './blocking.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import type { ByteStreams } from './byte-streams.ts';
import { CError, F, FD_CLOEXEC, IOCTL, O_CLOEXEC, O_NONBLOCK, WASI_FILE_TYPE } from './c-library.ts';
import { totalBytes } from './c-memory.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import { FileLocking } from './file-locking.ts';
import type { SharedPipes } from './shared-pipes.ts';
import { FIRST_OWN_FD, ownFd, type SystemCallContext } from './system-call-context.ts';

/** No read asks the kernel for more at once. */
const MOST_READ_BYTES = 16 * 1024 * 1024;

/** What a thread prints to a terminal goes through memory that it shares with the kernel. */
export interface TerminalOutput {
  /**
   * Prints, and waits while that memory is full: the kernel empties it soon, and all threads wait with the one that prints.
   */
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** The size of the process's terminal. */
  size(): TerminalSize | null;
}

/** What the system calls on descriptors need beside the kernel. */
export interface DescriptorFacilities {
  readonly flags: DescriptorFlags;
  /** Changes once the interpreter has threads. */
  readonly suspension: () => ThreadSuspension;
  readonly terminal: TerminalOutput;
}

/** How one interpreter reads, writes and waits for its descriptors. */
export interface DescriptorUse {
  readonly blocking: BlockingCalls;
  readonly pipes: SharedPipes;
  readonly streams: ByteStreams;
}

/**
 * The system calls on descriptors, answered by the kernel. One that would block answers EINTR once it has arranged that
 * CPython, which then looks for signals, suspends the green thread; where no thread can be suspended, it blocks the Worker.
 */
export function descriptorImports(
  context: SystemCallContext,
  facilities: DescriptorFacilities,
  { blocking, pipes, streams }: DescriptorUse,
) {
  const { memory, ask } = context;
  const { flags, terminal } = facilities;
  const locking = new FileLocking(context, flags, blocking);

  return {
    __syscall_openat(directory: number, address: number, wanted: number, varargs: number) {
      const path = context.path(directory, address);
      if (path === null) {
        const fd = context.own('__syscall_openat', ownFd(directory), address, wanted, varargs);
        return fd < 0 || !context.isConnected ? fd : fd + FIRST_OWN_FD;
      }
      const mode = varargs === 0 ? 0 : memory.view.getUint32(varargs >>> 0, true);
      const fd = ask('fs.open', path, wanted & ~(O_CLOEXEC | O_NONBLOCK), mode);
      flags.opened(fd, wanted);
      return fd;
    },
    fd_close(fd: number) {
      if (context.isOwn(fd)) return context.own('fd_close', ownFd(fd));
      flags.closed(fd);
      pipes.forget(fd);
      ask('close', fd);
      return 0;
    },
    fd_read(fd: number, vectors: number, count: number, result: number) {
      if (context.isOwn(fd)) return context.own('fd_read', ownFd(fd), vectors, count, result);
      const ranges = memory.ranges(vectors >>> 0, count);
      const wanted = Math.min(totalBytes(ranges), MOST_READ_BYTES);
      const bytes = streams.read(fd, wanted, !flags.isNonBlocking(fd));
      memory.scatter(bytes, ranges);
      memory.view.setUint32(result >>> 0, bytes.length, true);
      return 0;
    },
    fd_write(fd: number, vectors: number, count: number, result: number) {
      if (context.isOwn(fd)) return context.own('fd_write', ownFd(fd), vectors, count, result);
      const written = write(fd, memory.gather(vectors >>> 0, count));
      memory.view.setUint32(result >>> 0, written, true);
      return 0;
    },
    fd_pread(fd: number, vectors: number, count: number, offset: bigint, result: number) {
      if (context.isOwn(fd)) return context.own('fd_pread', ownFd(fd), vectors, count, offset, result);
      refuseUnseekable(fd);
      const ranges = memory.ranges(vectors >>> 0, count);
      const bytes = ask('fs.read', fd, totalBytes(ranges), Number(offset));
      memory.scatter(bytes, ranges);
      memory.view.setUint32(result >>> 0, bytes.length, true);
      return 0;
    },
    fd_pwrite(fd: number, vectors: number, count: number, offset: bigint, result: number) {
      if (context.isOwn(fd)) return context.own('fd_pwrite', ownFd(fd), vectors, count, offset, result);
      refuseUnseekable(fd);
      const written = ask('fs.write', fd, memory.gather(vectors >>> 0, count), Number(offset));
      memory.view.setUint32(result >>> 0, written, true);
      return 0;
    },
    fd_seek(fd: number, offset: bigint, whence: number, result: number) {
      if (context.isOwn(fd)) return context.own('fd_seek', ownFd(fd), offset, whence, result);
      memory.view.setBigInt64(result >>> 0, BigInt(ask('fs.seek', fd, Number(offset), whence)), true);
      return 0;
    },
    fd_sync(fd: number) {
      if (context.isOwn(fd)) return context.own('fd_sync', ownFd(fd));
      ask('fs.fsync', fd);
      return 0;
    },
    __syscall_fdatasync(fd: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fdatasync', ownFd(fd));
      ask('fs.fsync', fd);
      return 0;
    },
    __syscall_fadvise64: () => 0,

    __syscall_pipe(address: number) {
      if (!context.isConnected) return context.own('__syscall_pipe', address);
      const [readFd, writeFd] = ask('pipe');
      // CPython wants pipes that a new program does not get, and believes `pipe` to be `pipe2`.
      flags.opened(readFd, O_CLOEXEC | openFlags.readOnly);
      flags.opened(writeFd, O_CLOEXEC | openFlags.writeOnly);
      memory.view.setInt32(address >>> 0, readFd, true);
      memory.view.setInt32((address >>> 0) + 4, writeFd, true);
      return 0;
    },
    __syscall_dup(fd: number) {
      if (context.isOwn(fd)) return ownDuplicate(fd, context.own('__syscall_dup', ownFd(fd)));
      return duplicate(fd, 0, false);
    },
    __syscall_dup3(fd: number, target: number, dupFlags: number) {
      if (context.isOwn(fd)) return context.own('__syscall_dup3', ownFd(fd), ownFd(target), dupFlags);
      if (fd === target) throw new CError('EINVAL');
      ask('descriptor.duplicate-to', fd, target);
      pipes.forget(target);
      flags.duplicated(fd, target, (dupFlags & O_CLOEXEC) !== 0);
      return target;
    },
    __syscall_fcntl64(fd: number, command: number, varargs: number) {
      if (context.isOwn(fd)) return context.own('__syscall_fcntl64', ownFd(fd), command, varargs);
      const argument = (): number => memory.view.getInt32(varargs >>> 0, true);
      switch (command) {
        case F.duplicate:
        case F.duplicateCloseOnExec:
          return duplicate(fd, argument(), command === F.duplicateCloseOnExec);
        case F.getDescriptorFlags:
          ask('descriptor.kind', fd);
          return flags.isInheritable(fd) ? 0 : FD_CLOEXEC;
        case F.setDescriptorFlags:
          ask('descriptor.kind', fd);
          flags.setInheritable(fd, (argument() & FD_CLOEXEC) === 0);
          return 0;
        case F.getStatusFlags:
          ask('descriptor.kind', fd);
          return flags.status(fd);
        case F.setStatusFlags:
          ask('descriptor.kind', fd);
          flags.setNonBlocking(fd, (argument() & O_NONBLOCK) !== 0);
          return 0;
        case F.getLock:
        case F.setLock:
        case F.setLockAndWait:
          return locking.control(fd, command, argument() >>> 0);
        case F.lockWhole:
          return locking.whole(fd, argument());
        default:
          throw new CError('EINVAL');
      }
    },
    __syscall_ioctl(fd: number, request: number, varargs: number) {
      if (context.isOwn(fd)) return context.own('__syscall_ioctl', ownFd(fd), request, varargs);
      const argument = (): number => memory.view.getUint32(varargs >>> 0, true);
      switch (request) {
        case IOCTL.setCloseOnExec:
        case IOCTL.clearCloseOnExec:
          ask('descriptor.kind', fd);
          flags.setInheritable(fd, request === IOCTL.clearCloseOnExec);
          return 0;
        case IOCTL.setNonBlocking:
          ask('descriptor.kind', fd);
          flags.setNonBlocking(fd, memory.view.getInt32(argument(), true) !== 0);
          return 0;
        case IOCTL.getWindowSize:
          return putWindowSize(fd, argument());
        default:
          throw new CError(isTerminal(fd) ? 'EINVAL' : 'ENOTTY');
      }
    },
    fd_fdstat_get(fd: number, result: number) {
      if (context.isOwn(fd)) return context.own('fd_fdstat_get', ownFd(fd), result);
      const { view } = memory;
      const at = result >>> 0;
      const kind = ask('descriptor.kind', fd);
      view.setUint8(at, kind === 'terminal' ? WASI_FILE_TYPE.characterDevice : WASI_FILE_TYPE.regularFile);
      view.setUint16(at + 2, 0, true);
      view.setBigUint64(at + 8, 0n, true);
      view.setBigUint64(at + 16, 0n, true);
      return 0;
    },
    __syscall_poll(address: number, count: number, timeoutMs: number) {
      if (!context.isConnected) return context.own('__syscall_poll', address, count, timeoutMs);
      return poll(address >>> 0, count, timeoutMs);
    },
    // Pyodide's own way to wait in `poll`, for sockets that Node makes.
    _maybe_poll_async: () => null as unknown as number,
  };

  // ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  function poll(address: number, count: number, timeoutMs: number): number {
    const requests = Array.from({ length: count }, (_, index) => ({
      fd: memory.view.getInt32(address + 8 * index, true),
      events: memory.view.getInt16(address + 8 * index + 4, true),
    }));
    const asked = requests.filter(({ fd }) => fd >= 0 && fd < FIRST_OWN_FD);
    const events = ask('descriptor.poll', asked);
    let met = 0;
    requests.forEach(({ fd, events: wanted }, index) => {
      const held = fd < 0 ? 0 : fd >= FIRST_OWN_FD ? wanted : events.shift()!;
      memory.view.setInt16(address + 8 * index + 6, held, true);
      if (held !== 0) met += 1;
    });
    if (met > 0 || timeoutMs === 0) return met;
    blocking.wait(asked, timeoutMs);
    return poll(address, count, 0);
  }

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────

  function write(fd: number, bytes: Uint8Array): number {
    if ((fd === 1 || fd === 2) && flags.isTerminal(fd, () => isTerminal(fd))) return print(fd, bytes);
    return streams.write(fd, bytes, !flags.isNonBlocking(fd));
  }

  function print(fd: 1 | 2, bytes: Uint8Array): number {
    terminal.write(fd, bytes);
    return bytes.length;
  }

  // ── descriptors ─────────────────────────────────────────────────────────────────────────────────────────────

  function duplicate(fd: number, atLeast: number, closeOnExec: boolean): number {
    const copy = ask('descriptor.duplicate', fd, atLeast);
    flags.duplicated(fd, copy, closeOnExec);
    return copy;
  }

  function ownDuplicate(fd: number, copy: number): number {
    return copy < 0 || fd < FIRST_OWN_FD ? copy : copy + FIRST_OWN_FD;
  }

  function isTerminal(fd: number): boolean {
    return ask('descriptor.kind', fd) === 'terminal';
  }

  function putWindowSize(fd: number, address: number): number {
    const size = isTerminal(fd) ? terminal.size() : null;
    if (!size) throw new CError('ENOTTY');
    [size.rows, size.cols, 0, 0].forEach((word, index) => {
      memory.view.setUint16(address + 2 * index, word, true);
    });
    return 0;
  }

  /** Only a file has bytes at a position. */
  function refuseUnseekable(fd: number): void {
    ask('fs.seek', fd, 0, 1);
  }
}
