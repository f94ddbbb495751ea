/** System calls on locks of files, which nobody has to respect but those who ask for them: `fcntl(2)` and `flock(2)`. */
export interface FileLockCalls {
  /**
   * Locks a part of an open file, in the place of what the holder has locked there.
   * @throws EBADF, EINVAL when it is no file, EAGAIN when a lock of another holder is in the way
   */
  'file-lock.lock'(fd: number, lock: FileLockRequest): void;
  /** Unlocks a part. @throws EBADF, EINVAL */
  'file-lock.unlock'(fd: number, lock: Omit<FileLockRequest, 'kind'>): void;
  /** The first lock that is in the way. @throws EBADF, EINVAL */
  'file-lock.find'(fd: number, lock: FileLockRequest): FoundFileLock | null;
  /**
   * Waits until nothing is in the way, which may have changed again when the caller asks for the lock.
   * @param wait as in `descriptor.wait`; ended by `descriptor.cancel-wait`
   */
  'file-lock.wait'(fd: number, lock: FileLockRequest, wait: number): void;
}

/** A lock as it is wanted. */
export interface FileLockRequest {
  /**
   * Who holds it: the process, which loses it when it closes any descriptor of the file, or the open description, which
   * loses it at its own end. Locks of one kind of holder are not in the way of the other's.
   */
  readonly holder: 'process' | 'description';
  readonly kind: 'shared' | 'exclusive';
  /** Positions in the file, `start` included and `end` not; `Infinity` = however long it grows. */
  readonly start: number;
  readonly end: number;
}

export interface FoundFileLock extends Omit<FileLockRequest, 'holder'> {
  readonly pid: number;
}
