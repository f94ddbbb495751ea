import { systemError } from '../../protocol/errno.ts';
import type { FileStat } from '../../protocol/file-calls.ts';
import { openFlags } from '../../protocol/open-flags.ts';
import type { OpenDescription } from '../open-description.ts';
import { unlockAll } from './file-locks.ts';
import { named } from './file-system-error.ts';
import { type Inode, readBytes, releaseUnused, resize, writeBytes } from './inode.ts';
import { statOf } from './stat.ts';

/**
 * An open file: what a file descriptor leads to. Descriptors that were duplicated or inherited share one, and
 * with it the offset.
 */
export class OpenFile implements OpenDescription {
  readonly kind: 'file' | 'null';
  readonly node: Inode;
  readonly #flags: number;
  readonly #onWrite: () => void;
  #position = 0;

  constructor(node: Inode, flags: number, onWrite: () => void) {
    this.kind = node.kind === 'device' ? 'null' : 'file';
    this.node = node;
    this.#flags = flags;
    this.#onWrite = onWrite;
    if (node.kind === 'file') node.openCount += 1;
  }

  /** Reads at `position`, or at the description's own offset (which then moves) when it is null. */
  read(maxBytes: number, position: number | null = null): Uint8Array {
    const { node } = this;
    if ((this.#flags & openFlags.accessMode) === openFlags.writeOnly) throw systemError('EBADF', 'read');
    if (node.kind === 'directory') throw systemError('EISDIR', 'read');
    if (node.kind === 'device') return node.read(maxBytes);
    if (node.kind === 'link') throw systemError('EINVAL', 'read');
    const start = position ?? this.#position;
    const bytes = readBytes(node, start, start + maxBytes);
    if (position === null) this.#position += bytes.length;
    return bytes;
  }

  /** Reads from the present offset to the end. */
  readToEnd(): Uint8Array {
    return this.read(this.node.kind === 'file' ? this.node.sizeBytes : 0);
  }

  /** Writes all of `data` at `position`, at the end (append), or at the description's own offset when it is null. */
  write(data: Uint8Array, position: number | null = null): number {
    const { node } = this;
    if (!this.#isWritable()) throw systemError('EBADF', 'write');
    if (node.kind === 'device') return data.length;
    if (node.kind !== 'file') throw systemError('EBADF', 'write');
    const start = this.#flags & openFlags.append ? node.sizeBytes : (position ?? this.#position);
    named('write', undefined, undefined, () => {
      writeBytes(node, data, start);
    });
    if (position === null) this.#position = start + data.length;
    if (data.length > 0) this.#onWrite();
    return data.length;
  }

  /**
   * Moves the offset; `whence` is that of `lseek(2)`.
   * @returns the offset from the start
   */
  seek(offset: number, whence: number): number {
    const { node } = this;
    if (node.kind === 'device') return 0;
    const from = [0, this.#position, node.kind === 'file' ? node.sizeBytes : 0][whence];
    if (from === undefined || from + offset < 0) throw systemError('EINVAL', 'lseek');
    this.#position = from + offset;
    return this.#position;
  }

  /** Cuts or extends the file. */
  truncate(sizeBytes: number): void {
    const { node } = this;
    if (node.kind !== 'file' || !this.#isWritable()) throw systemError('EINVAL', 'ftruncate');
    named('ftruncate', undefined, undefined, () => {
      resize(node, sizeBytes);
    });
    this.#onWrite();
  }

  /** What `fstat` says of the file. */
  stat(): FileStat {
    return statOf(this.node);
  }

  /** A process loses its locks of a file when it closes any descriptor of it, as POSIX has it. */
  closedBy(process: object): void {
    unlockAll(this.node, 'process', process);
  }

  dispose(): void {
    const { node } = this;
    unlockAll(node, 'description', this);
    if (node.kind !== 'file') return;
    node.openCount -= 1;
    releaseUnused(node, node.space);
  }

  #isWritable(): boolean {
    return (this.#flags & openFlags.accessMode) !== openFlags.readOnly;
  }
}
