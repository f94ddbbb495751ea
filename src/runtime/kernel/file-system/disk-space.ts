import { Errno } from './file-system-error.ts';

/** How much the files of one host may take: memory of the reader's, which a program must not use up. */
export const DISK_BYTES = 256 * 1024 * 1024;
/** What an entry takes beside its bytes, so that empty files fill the disk too. */
export const INODE_BYTES = 1024;

/** The room that the files of one volume share. */
export class DiskSpace {
  readonly sizeBytes: number;
  #usedBytes = 0;

  constructor(sizeBytes = DISK_BYTES) {
    this.sizeBytes = sizeBytes;
  }

  get freeBytes(): number {
    return this.sizeBytes - this.#usedBytes;
  }

  /** @throws ENOSPC when the disk is full */
  reserve(byteCount: number): void {
    if (byteCount > this.freeBytes) throw new Errno('ENOSPC');
    this.#usedBytes += byteCount;
  }

  release(byteCount: number): void {
    this.#usedBytes -= byteCount;
  }
}
