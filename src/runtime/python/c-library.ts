import type { ErrnoCode } from '../protocol/errno.ts';

/**
 * What the C library of the compiled CPython (musl, as Emscripten ports it) shares with whoever answers its system calls.
 * Flags and signals have Linux's numbers; error numbers are WASI's.
 *
 * @see https://github.com/emscripten-core/emscripten/blob/main/system/lib/libc/musl/arch/emscripten/bits/errno.h
 */
export const C_ERRNO: Readonly<Record<ErrnoCode, number>> = {
  E2BIG: 1,
  EACCES: 2,
  EADDRINUSE: 3,
  EADDRNOTAVAIL: 4,
  EAFNOSUPPORT: 5,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  ECANCELED: 11,
  ECHILD: 12,
  ECONNREFUSED: 14,
  EEXIST: 20,
  EFBIG: 22,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISCONN: 30,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  ENAMETOOLONG: 37,
  ENETUNREACH: 40,
  ENFILE: 41,
  ENOBUFS: 42,
  ENODEV: 43,
  ENOENT: 44,
  ENOEXEC: 45,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTCONN: 53,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSOCK: 57,
  ENOTTY: 59,
  EOPNOTSUPP: 138,
  EPERM: 63,
  EPIPE: 64,
  EPROTONOSUPPORT: 66,
  ERANGE: 68,
  EROFS: 69,
  ESPIPE: 70,
  ESRCH: 71,
  ETIMEDOUT: 73,
  EXDEV: 75,
};

/** In the place of a directory's descriptor: the working directory. */
export const AT_FDCWD = -100;

export const AT_FLAGS = { noFollow: 0x100, removeDirectory: 0x200, emptyPath: 0x1000 } as const;

/** Commands of `fcntl(2)`. */
export const F = {
  duplicate: 0,
  getDescriptorFlags: 1,
  setDescriptorFlags: 2,
  getStatusFlags: 3,
  setStatusFlags: 4,
  getLock: 12,
  setLock: 13,
  setLockAndWait: 14,
  duplicateCloseOnExec: 1030,
  /** Ours: the argument is that of `flock(2)`. */
  lockWhole: 0x464c,
} as const;

/** Requests of `ioctl(2)`. */
export const IOCTL = {
  getTerminalAttributes: 0x5401,
  setTerminalAttributes: [0x5402, 0x5403, 0x5404],
  getWindowSize: 0x5413,
  clearCloseOnExec: 0x5450,
  setCloseOnExec: 0x5451,
  bytesReadable: 0x541b,
  setNonBlocking: 0x5421,
} as const;

export const O_NONBLOCK = 0o4000;
export const O_CLOEXEC = 0o2000000;
/** The only descriptor flag. */
export const FD_CLOEXEC = 1;

/** Types of entries, as `getdents64` tells them. */
export const ENTRY_TYPE = { file: 8, directory: 4, link: 10, device: 2 } as const;

/** `filetype` of WASI's `fd_fdstat_get`. */
export const WASI_FILE_TYPE = { unknown: 0, characterDevice: 2, directory: 3, regularFile: 4 } as const;

/** `UTIME_NOW` and `UTIME_OMIT` in the place of nanoseconds. */
export const UTIME = { now: 0x3fffffff, omit: 0x3ffffffe } as const;

/** A failure of a system call that the kernel was not asked about. */
export class CError extends Error {
  readonly code: ErrnoCode;

  constructor(code: ErrnoCode) {
    super(code);
    this.code = code;
  }
}
