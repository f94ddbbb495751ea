import type { FileStat, FileSystemStat } from '../protocol/file-calls.ts';
import { CError } from './c-library.ts';

/** No system call reads or writes more. */
const SSIZE_MAX = 0x7fff_ffff;

/** A piece of memory that a system call reads from or writes to. */
export interface Range {
  readonly address: number;
  readonly sizeBytes: number;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The memory of the compiled CPython, with the structures of its C library. Addresses are in bytes. */
export class CMemory {
  readonly #bytes: () => Uint8Array<ArrayBuffer>;
  #view = new DataView(new ArrayBuffer(0));

  /** @param bytes the whole memory as it is now; it moves when it grows */
  constructor(bytes: () => Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes();
  }

  get view(): DataView<ArrayBuffer> {
    const { buffer } = this.#bytes();
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }

  /** A string that ends with a zero. */
  string(address: number): string {
    const { bytes } = this;
    return decoder.decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  /** Writes a string and its zero. @returns how many bytes that took, or 0 when there is not that much room */
  putString(text: string, address: number, roomBytes: number): number {
    const encoded = encoder.encode(`${text}\0`);
    if (encoded.length > roomBytes) return 0;
    this.bytes.set(encoded, address);
    return encoded.length;
  }

  /** Writes as much of a text as there is room for, without a zero. @returns how many bytes that took */
  putText(text: string, address: number, roomBytes: number): number {
    const encoded = encoder.encode(text).subarray(0, roomBytes);
    this.bytes.set(encoded, address);
    return encoded.length;
  }

  /** A copy of a part of the memory. */
  copy({ address, sizeBytes }: Range): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(address, address + sizeBytes);
  }

  /** The pieces of an array of `struct iovec`. */
  ranges(address: number, count: number): Range[] {
    const { view } = this;
    const ranges: Range[] = [];
    for (let at = address; at < address + 8 * count; at += 8)
      ranges.push({ address: view.getUint32(at, true), sizeBytes: view.getUint32(at + 4, true) });
    return ranges;
  }

  /** What an array of `struct iovec` leads to, as one copy. */
  gather(address: number, count: number): Uint8Array<ArrayBuffer> {
    const ranges = this.ranges(address, count);
    if (ranges.length === 1) return this.copy(ranges[0]!);
    const whole = new Uint8Array(totalBytes(ranges));
    let offset = 0;
    for (const range of ranges) {
      whole.set(this.copy(range), offset);
      offset += range.sizeBytes;
    }
    return whole;
  }

  /** Spreads bytes over the pieces of an array of `struct iovec`. */
  scatter(bytes: Uint8Array, ranges: readonly Range[]): void {
    let offset = 0;
    for (const { address, sizeBytes } of ranges) {
      this.bytes.set(bytes.subarray(offset, offset + sizeBytes), address);
      offset += sizeBytes;
      if (offset >= bytes.length) return;
    }
  }

  /**
   * Writes a `struct stat`.
   *
   * | offset | type | field |
   * |---|---|---|
   * | 0, 4, 8, 12, 16, 20 | u32 | dev, mode, nlink, uid, gid, rdev |
   * | 24 | i64 | size |
   * | 32, 36 | i32 | blksize, blocks |
   * | 40, 56, 72 | i64 seconds, u32 nanoseconds | atime, mtime, ctime |
   * | 88 | u64 | ino |
   */
  putStat(stat: FileStat, address: number): void {
    const { view } = this;
    const words = [stat.dev, stat.mode, stat.nlink, stat.uid, stat.gid, stat.rdev];
    words.forEach((word, index) => view.setUint32(address + 4 * index, word, true));
    view.setBigInt64(address + 24, BigInt(stat.size), true);
    view.setInt32(address + 32, stat.blksize, true);
    view.setInt32(address + 36, stat.blocks, true);
    [stat.atimeMs, stat.mtimeMs, stat.ctimeMs].forEach((timeMs, index) => {
      const at = address + 40 + 16 * index;
      const seconds = Math.floor(timeMs / 1000);
      view.setBigInt64(at, BigInt(seconds), true);
      // A time in milliseconds is exact to about 0.2 µs.
      view.setUint32(at + 8, Math.min(Math.round((timeMs - seconds * 1000) * 1000), 999_999) * 1000, true);
    });
    view.setBigUint64(address + 88, BigInt(stat.ino), true);
  }

  /** Writes a `struct statfs`. */
  putFileSystemStat(stat: FileSystemStat, address: number): void {
    const { view } = this;
    view.setUint32(address, stat.type, true);
    view.setUint32(address + 4, stat.bsize, true);
    [stat.blocks, stat.bfree, stat.bavail, stat.files, stat.ffree].forEach((count, index) => {
      view.setBigInt64(address + 8 + 8 * index, BigInt(count), true);
    });
    view.setBigUint64(address + 48, 0n, true);
    const [longestName, blockBytes, flags] = [255, stat.bsize, 0];
    [longestName, blockBytes, flags].forEach((word, index) => {
      view.setUint32(address + 56 + 4 * index, word, true);
    });
  }
}

/** The size of all pieces together. */
export function totalBytes(ranges: readonly Range[]): number {
  const total = ranges.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > SSIZE_MAX) throw new CError('EINVAL');
  return total;
}
