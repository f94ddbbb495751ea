import type { FileStat, FileSystemStat } from '../../../protocol/file-calls.ts';
import { fileConstants as constants } from './file-constants.ts';

/** The questions that both kinds of Stats answer. */
abstract class StatsBase {
  abstract mode: number | bigint;

  isDirectory(): boolean {
    return this.#isOfType(constants.S_IFDIR);
  }

  isFile(): boolean {
    return this.#isOfType(constants.S_IFREG);
  }

  isBlockDevice(): boolean {
    return this.#isOfType(constants.S_IFBLK);
  }

  isCharacterDevice(): boolean {
    return this.#isOfType(constants.S_IFCHR);
  }

  isSymbolicLink(): boolean {
    return this.#isOfType(constants.S_IFLNK);
  }

  isFIFO(): boolean {
    return this.#isOfType(constants.S_IFIFO);
  }

  isSocket(): boolean {
    return this.#isOfType(constants.S_IFSOCK);
  }

  #isOfType(type: number): boolean {
    return (Number(this.mode) & constants.S_IFMT) === type;
  }
}

/** `fs.Stats`. The dates are made when they are asked for, as Node makes them. */
export class Stats extends StatsBase {
  dev: number;
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  rdev: number;
  blksize: number;
  ino: number;
  size: number;
  blocks: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  birthtimeMs: number;
  declare atime: Date;
  declare mtime: Date;
  declare ctime: Date;
  declare birthtime: Date;

  constructor(stat: FileStat) {
    super();
    this.dev = stat.dev;
    this.mode = stat.mode;
    this.nlink = stat.nlink;
    this.uid = stat.uid;
    this.gid = stat.gid;
    this.rdev = stat.rdev;
    this.blksize = stat.blksize;
    this.ino = stat.ino;
    this.size = stat.size;
    this.blocks = stat.blocks;
    this.atimeMs = stat.atimeMs;
    this.mtimeMs = stat.mtimeMs;
    this.ctimeMs = stat.ctimeMs;
    this.birthtimeMs = stat.birthtimeMs;
  }
}

/** What `stat` gives with `{ bigint: true }`. */
export class BigIntStats extends StatsBase {
  dev: bigint;
  mode: bigint;
  nlink: bigint;
  uid: bigint;
  gid: bigint;
  rdev: bigint;
  blksize: bigint;
  ino: bigint;
  size: bigint;
  blocks: bigint;
  atimeMs: bigint;
  mtimeMs: bigint;
  ctimeMs: bigint;
  birthtimeMs: bigint;
  atimeNs: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
  birthtimeNs: bigint;
  declare atime: Date;
  declare mtime: Date;
  declare ctime: Date;
  declare birthtime: Date;

  constructor(stat: FileStat) {
    super();
    this.dev = BigInt(stat.dev);
    this.mode = BigInt(stat.mode);
    this.nlink = BigInt(stat.nlink);
    this.uid = BigInt(stat.uid);
    this.gid = BigInt(stat.gid);
    this.rdev = BigInt(stat.rdev);
    this.blksize = BigInt(stat.blksize);
    this.ino = BigInt(stat.ino);
    this.size = BigInt(stat.size);
    this.blocks = BigInt(stat.blocks);
    this.atimeMs = BigInt(Math.trunc(stat.atimeMs));
    this.mtimeMs = BigInt(Math.trunc(stat.mtimeMs));
    this.ctimeMs = BigInt(Math.trunc(stat.ctimeMs));
    this.birthtimeMs = BigInt(Math.trunc(stat.birthtimeMs));
    this.atimeNs = nanoseconds(stat.atimeMs);
    this.mtimeNs = nanoseconds(stat.mtimeMs);
    this.ctimeNs = nanoseconds(stat.ctimeMs);
    this.birthtimeNs = nanoseconds(stat.birthtimeMs);
  }
}

/** `fs.StatFs`. */
export class StatFs {
  type: number | bigint;
  bsize: number | bigint;
  blocks: number | bigint;
  bfree: number | bigint;
  bavail: number | bigint;
  files: number | bigint;
  ffree: number | bigint;

  constructor(stat: FileSystemStat, isBigInt: boolean) {
    const number = (value: number) => (isBigInt ? BigInt(value) : value);
    this.type = number(stat.type);
    this.bsize = number(stat.bsize);
    this.blocks = number(stat.blocks);
    this.bfree = number(stat.bfree);
    this.bavail = number(stat.bavail);
    this.files = number(stat.files);
    this.ffree = number(stat.ffree);
  }
}

for (const name of ['atime', 'ctime', 'mtime', 'birthtime'] as const) {
  const date: PropertyDescriptor & ThisType<Stats | BigIntStats> = {
    enumerable: true,
    configurable: true,
    get() {
      const value = new Date(Math.round(Number(this[`${name}Ms`])));
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      return value;
    },
    set(value: Date) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  };
  Object.defineProperty(Stats.prototype, name, date);
  Object.defineProperty(BigIntStats.prototype, name, date);
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.trunc(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1_000_000));
}
