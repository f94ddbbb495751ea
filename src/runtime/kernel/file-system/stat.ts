import type { FileStat } from '../../protocol/file-calls.ts';
import type { Inode } from './inode.ts';

/** Describes an inode as `stat(2)` does. */
export function statOf(node: Inode): FileStat {
  const size = sizeOf(node);
  return {
    dev: 1,
    ino: node.ino,
    mode: node.mode,
    nlink: node.nlink,
    uid: node.uid,
    gid: node.gid,
    rdev: node.kind === 'device' ? node.rdev : 0,
    size,
    blksize: 4096,
    blocks: node.kind === 'device' ? 0 : Math.ceil(size / 4096) * 8,
    atimeMs: node.atimeMs,
    mtimeMs: node.mtimeMs,
    ctimeMs: node.ctimeMs,
    birthtimeMs: node.birthtimeMs,
  };
}

function sizeOf(node: Inode): number {
  switch (node.kind) {
    case 'file':
      return node.sizeBytes;
    case 'directory':
      return 4096;
    case 'link':
      return new TextEncoder().encode(node.target).length;
    case 'device':
      return 0;
  }
}
