import type { FileLockRequest } from '../protocol/file-lock-calls.ts';
import { openFlags } from '../protocol/open-flags.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { CError, F } from './c-library.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import type { SystemCallContext } from './system-call-context.ts';

/** `l_type` of `struct flock`. */
const TYPE = { read: 0, write: 1, none: 2 } as const;
/** Operations of `flock(2)`, as bits. */
const FLOCK = { shared: 1, exclusive: 2, dontWait: 4, unlock: 8 } as const;

/** The commands of `fcntl(2)` that lock parts of files, and one of ours for `flock(2)`, which the C library here does not make. */
export class FileLocking {
  readonly #context: SystemCallContext;
  readonly #flags: DescriptorFlags;
  readonly #blocking: BlockingCalls;

  constructor(context: SystemCallContext, flags: DescriptorFlags, blocking: BlockingCalls) {
    this.#context = context;
    this.#flags = flags;
    this.#blocking = blocking;
  }

  /**
   * | offset | type | field of `struct flock` |
   * |---|---|---|
   * | 0, 2 | i16 | type, whence |
   * | 8, 16 | i64 | start, length; 0 = to the end, however far that will be |
   * | 24 | i32 | pid, written by `F_GETLK` |
   */
  control(fd: number, command: number, address: number): number {
    const { view } = this.#context.memory;
    const type = view.getInt16(address, true);
    const part = this.#part(fd, address);
    if (type === TYPE.none && command !== F.getLock) {
      this.#context.ask('file-lock.unlock', fd, { holder: 'process', ...part });
      return 0;
    }
    const kind = type === TYPE.read ? 'shared' : type === TYPE.write ? 'exclusive' : undefined;
    if (kind === undefined) throw new CError('EINVAL');
    const lock: FileLockRequest = { holder: 'process', kind, ...part };
    if (command === F.getLock) this.#find(fd, lock, address);
    else this.#lock(fd, lock, command === F.setLockAndWait);
    return 0;
  }

  /** What `flock(2)` does. */
  whole(fd: number, operation: number): number {
    const lock = { holder: 'description', start: 0, end: Infinity } as const;
    switch (operation & ~FLOCK.dontWait) {
      case FLOCK.unlock:
        this.#context.ask('file-lock.unlock', fd, lock);
        return 0;
      case FLOCK.shared:
      case FLOCK.exclusive: {
        const kind = operation & FLOCK.exclusive ? 'exclusive' : 'shared';
        this.#lockOrWait(fd, { ...lock, kind }, !(operation & FLOCK.dontWait));
        return 0;
      }
      default:
        throw new CError('EINVAL');
    }
  }

  #part(fd: number, address: number): Pick<FileLockRequest, 'start' | 'end'> {
    const { view } = this.#context.memory;
    const from =
      this.#origin(fd, view.getInt16(address + 2, true)) + Number(view.getBigInt64(address + 8, true));
    const length = Number(view.getBigInt64(address + 16, true));
    const start = length < 0 ? from + length : from;
    if (start < 0) throw new CError('EINVAL');
    return { start, end: length === 0 ? Infinity : length < 0 ? from : from + length };
  }

  #origin(fd: number, whence: number): number {
    if (whence === 0) return 0;
    if (whence === 1) return this.#context.ask('fs.seek', fd, 0, 1);
    if (whence === 2) return this.#context.ask('fs.fstat', fd).size;
    throw new CError('EINVAL');
  }

  #find(fd: number, lock: FileLockRequest, address: number): void {
    const { view } = this.#context.memory;
    const found = this.#context.ask('file-lock.find', fd, lock);
    if (!found) {
      view.setInt16(address, TYPE.none, true);
      return;
    }
    const { kind, start, end, pid } = found;
    view.setInt16(address, kind === 'shared' ? TYPE.read : TYPE.write, true);
    view.setInt16(address + 2, 0, true);
    view.setBigInt64(address + 8, BigInt(start), true);
    view.setBigInt64(address + 16, end === Infinity ? 0n : BigInt(end - start), true);
    view.setInt32(address + 24, pid, true);
  }

  #lock(fd: number, lock: FileLockRequest, mayWait: boolean): void {
    const access = this.#flags.status(fd) & openFlags.accessMode;
    const useless = lock.kind === 'shared' ? openFlags.writeOnly : openFlags.readOnly;
    if (access === useless) throw new CError('EBADF');
    this.#lockOrWait(fd, lock, mayWait);
  }

  #lockOrWait(fd: number, lock: FileLockRequest, mayWait: boolean): void {
    for (;;) {
      try {
        this.#context.ask('file-lock.lock', fd, lock);
        return;
      } catch (error) {
        if (!mayWait || !(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
        this.#blocking.awaitLock(fd, lock);
      }
    }
  }
}
