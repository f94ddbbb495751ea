import { type DiskSpace, INODE_BYTES } from './disk-space.ts';
import { Errno } from './file-system-error.ts';

/** What every file, directory, link and device has. Times are milliseconds since the epoch, with fractions. */
interface InodeFields {
  readonly ino: number;
  /** File type and permission bits, as in `stat.st_mode`. */
  mode: number;
  nlink: number;
  uid: number;
  gid: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  readonly birthtimeMs: number;
}

/** A regular file. `bytes` may be longer than the file: it grows in doubling steps, so that appending stays cheap. */
export interface FileInode extends InodeFields {
  readonly kind: 'file';
  bytes: Uint8Array;
  sizeBytes: number;
  /** Where its bytes count. */
  readonly space: DiskSpace;
  /** How many open descriptions and mappings lead to it: a removed file lives on while there are some. */
  openCount: number;
  /** Its bytes are memory that processes share: they stay where they are (`shared-memory/file-mappings.ts`). */
  isMapped: boolean;
}

/** A directory. It knows its one name and place, so that paths can be told from inodes; a removed one has no parent. */
export interface DirectoryInode extends InodeFields {
  readonly kind: 'directory';
  readonly entries: Map<string, Inode>;
  parent: DirectoryInode | undefined;
  name: string;
}

/** A symbolic link. */
export interface LinkInode extends InodeFields {
  readonly kind: 'link';
  readonly target: string;
}

/** A character device, such as `/dev/null`. */
export interface DeviceInode extends InodeFields {
  readonly kind: 'device';
  readonly rdev: number;
  read(lengthBytes: number): Uint8Array;
}

/** Any entry of the file system. */
export type Inode = FileInode | DirectoryInode | LinkInode | DeviceInode;

/** The file-type bits of a mode. */
export const fileType = {
  mask: 0o170000,
  file: 0o100000,
  directory: 0o040000,
  link: 0o120000,
  device: 0o020000,
  socket: 0o140000,
} as const;

let nextIno = 2;

/** The present time in milliseconds, with the clock's own fraction. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

function fields(mode: number): InodeFields {
  const now = nowMs();
  return {
    ino: nextIno++,
    mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    atimeMs: now,
    mtimeMs: now,
    ctimeMs: now,
    birthtimeMs: now,
  };
}

/** Makes an empty file whose bytes will count on a disk. */
export function createFile(permissions: number, space: DiskSpace): FileInode {
  return {
    ...fields(fileType.file | (permissions & 0o7777)),
    kind: 'file',
    bytes: new Uint8Array(0),
    sizeBytes: 0,
    space,
    openCount: 0,
    isMapped: false,
  };
}

/** Gives back the room of an entry that nothing leads to any more; called when a name or a descriptor is gone. */
export function releaseUnused(node: Inode, space: DiskSpace): void {
  if (node.nlink > 0 || (node.kind === 'file' && node.openCount > 0)) return;
  space.release(INODE_BYTES + (node.kind === 'file' ? node.bytes.length : 0));
}

/** Makes an empty directory that is not in any other yet. */
export function createDirectory(permissions: number): DirectoryInode {
  const common = fields(fileType.directory | (permissions & 0o7777));
  return { ...common, nlink: 2, kind: 'directory', entries: new Map(), parent: undefined, name: '' };
}

/** Makes a symbolic link to `target`. */
export function createLink(target: string): LinkInode {
  return { ...fields(fileType.link | 0o777), kind: 'link', target };
}

/** Makes a character device that answers reads by `read` and swallows writes. */
export function createDevice(rdev: number, read: DeviceInode['read']): DeviceInode {
  return { ...fields(fileType.device | 0o666), kind: 'device', rdev, read };
}

/** Puts an inode into a directory under a name. */
export function attach(directory: DirectoryInode, name: string, node: Inode): void {
  directory.entries.set(name, node);
  directory.mtimeMs = directory.ctimeMs = nowMs();
  if (node.kind !== 'directory') return;
  node.parent = directory;
  node.name = name;
  directory.nlink++;
}

/** Takes a name out of a directory. */
export function detach(directory: DirectoryInode, name: string): void {
  const node = directory.entries.get(name);
  directory.entries.delete(name);
  directory.mtimeMs = directory.ctimeMs = nowMs();
  if (node?.kind !== 'directory') return;
  node.parent = undefined;
  directory.nlink--;
}

/** The bytes of a file between two offsets, clamped to its end, as a copy. */
export function readBytes(file: FileInode, start: number, end: number): Uint8Array {
  file.atimeMs = nowMs();
  return file.bytes.slice(Math.min(start, file.sizeBytes), Math.min(end, file.sizeBytes));
}

/** Writes bytes at an offset; a gap before it reads as zeros. */
export function writeBytes(file: FileInode, data: Uint8Array, offset: number): void {
  resize(file, Math.max(file.sizeBytes, offset + data.length));
  file.bytes.set(data, offset);
}

const largestFileBytes = 2 ** 31 - 1;

/** Cuts or extends a file to a size; what is added reads as zeros. */
export function resize(file: FileInode, sizeBytes: number): void {
  if (sizeBytes > largestFileBytes) throw new Errno('EFBIG');
  if (sizeBytes > file.bytes.length) {
    if (file.isMapped) throw new Errno('EBUSY');
    grow(file, sizeBytes);
  } else if (sizeBytes === 0 && !file.isMapped) {
    file.space.release(file.bytes.length);
    file.bytes = new Uint8Array(0);
  } else if (sizeBytes < file.sizeBytes) {
    file.bytes.fill(0, sizeBytes, file.sizeBytes);
  }
  file.sizeBytes = sizeBytes;
  file.mtimeMs = file.ctimeMs = nowMs();
}

/** Makes room for `sizeBytes`, and for as much again or all that the disk has left. */
function grow(file: FileInode, sizeBytes: number): void {
  const { bytes, space } = file;
  const roomy = Math.min(bytes.length * 2, bytes.length + space.freeBytes, largestFileBytes);
  const capacity = Math.max(sizeBytes, roomy);
  space.reserve(capacity - bytes.length);
  const grown = allocate(capacity);
  if (!grown) space.release(capacity - bytes.length);
  if (!grown) throw new Errno('ENOSPC');
  grown.set(bytes.subarray(0, file.sizeBytes));
  file.bytes = grown;
}

/** The browser may refuse memory before the disk is full. */
function allocate(sizeBytes: number): Uint8Array | undefined {
  try {
    return new Uint8Array(sizeBytes);
  } catch {
    return undefined;
  }
}

/** Sets the permission bits of an inode. */
export function setMode(node: Inode, mode: number): void {
  node.mode = (node.mode & fileType.mask) | (mode & 0o7777);
  node.ctimeMs = nowMs();
}

/** Sets the owner of an inode; -1 leaves one as it is. */
export function setOwner(node: Inode, uid: number, gid: number): void {
  if (uid !== -1 && uid !== 0xffffffff) node.uid = uid;
  if (gid !== -1 && gid !== 0xffffffff) node.gid = gid;
  node.ctimeMs = nowMs();
}

/** Sets the times of an inode, in seconds. */
export function setTimes(node: Inode, atime: number, mtime: number): void {
  node.atimeMs = atime * 1000;
  node.mtimeMs = mtime * 1000;
  node.ctimeMs = nowMs();
}
