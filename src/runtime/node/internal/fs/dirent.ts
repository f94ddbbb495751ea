import type { DirectoryEntry } from '../../../protocol/file-calls.ts';
import type { Buffer } from '../buffer/buffer.ts';
import { fileConstants as constants } from './file-constants.ts';

const types = {
  file: constants.UV_DIRENT_FILE,
  directory: constants.UV_DIRENT_DIR,
  link: constants.UV_DIRENT_LINK,
  device: constants.UV_DIRENT_CHAR,
} as const satisfies Record<DirectoryEntry['kind'], number>;

const typeKey = Symbol('type');

/** `fs.Dirent`: a name in a directory, and what it names. */
export class Dirent {
  name: string | Buffer;
  parentPath: string;
  readonly [typeKey]: number;

  constructor(name: string | Buffer, kind: DirectoryEntry['kind'], parentPath: string) {
    this.name = name;
    this.parentPath = parentPath;
    this[typeKey] = types[kind];
  }

  isDirectory(): boolean {
    return this[typeKey] === constants.UV_DIRENT_DIR;
  }

  isFile(): boolean {
    return this[typeKey] === constants.UV_DIRENT_FILE;
  }

  isBlockDevice(): boolean {
    return this[typeKey] === constants.UV_DIRENT_BLOCK;
  }

  isCharacterDevice(): boolean {
    return this[typeKey] === constants.UV_DIRENT_CHAR;
  }

  isSymbolicLink(): boolean {
    return this[typeKey] === constants.UV_DIRENT_LINK;
  }

  isFIFO(): boolean {
    return this[typeKey] === constants.UV_DIRENT_FIFO;
  }

  isSocket(): boolean {
    return this[typeKey] === constants.UV_DIRENT_SOCKET;
  }
}
