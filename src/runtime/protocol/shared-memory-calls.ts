/**
 * System calls on what processes share: mapped files and named semaphores. Both lie in the host's segment memory, one
 * SharedArrayBuffer that each Python process is given at its start; the kernel only says where in it they are.
 *
 * A semaphore is one i32, its value, which the processes change and wait for with `Atomics`. Whoever raises it from 0
 * notifies all that wait.
 */
export interface SharedMemoryCalls {
  /**
   * Puts the bytes of an open file into segment memory, where they are the file from now on.
   * @returns where they begin, and how many there are
   * @throws EBADF, EINVAL when the file is empty, ENODEV when it is no file, ENOMEM when there is no room
   */
  'memory.map'(fd: number): { readonly offset: number; readonly sizeBytes: number };
  /** The process no longer uses the mapping that begins there. The last one to say so gives the room back. */
  'memory.unmap'(offset: number): void;
  /**
   * Opens a semaphore by its name.
   * @param value what a new one begins with; `null` only opens one that is there
   * @returns the index of its value, in words of 32 bits
   * @throws EEXIST when it was to be made and is there, ENOENT when it is not, ENOSPC when there are too many
   */
  'semaphore.open'(name: string, value: number | null): number;
  /** The process no longer uses the semaphore; done for it when it ends. */
  'semaphore.close'(index: number): void;
  /** Takes the name away. The semaphore lives until the last process has closed it. @throws ENOENT */
  'semaphore.unlink'(name: string): void;
  /** The name is to be unlinked when all processes that `multiprocessing` started with this one are gone. */
  'resource.track'(resource: TrackedResource): void;
  /** Somebody has unlinked it. */
  'resource.forget'(resource: TrackedResource): void;
}

/** Something with a name that outlives processes. */
export interface TrackedResource {
  readonly kind: 'semaphore' | 'file';
  /** Of a semaphore its name, of a file its path. */
  readonly name: string;
}

/** How large segment memory may grow. */
export const SEGMENT_MEMORY_BYTES = 256 * 1024 * 1024;

/** How many semaphores there may be at once. */
export const SEMAPHORE_LIMIT = 16_384;
