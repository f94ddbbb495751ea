import { Errno } from './file-system-error.ts';
import type { DirectoryInode, Inode } from './inode.ts';
import type { PlaceOnDisk } from './path-walk.ts';

/** What is at a place. @throws Errno ENOENT */
export function existing(place: PlaceOnDisk): Inode {
  if (place.node === undefined) throw new Errno('ENOENT');
  return place.node;
}

/** A place where nothing is yet. @throws Errno EEXIST, or ENOENT if its directory was removed */
export function vacant(place: PlaceOnDisk): PlaceOnDisk {
  if (place.node !== undefined) throw new Errno('EEXIST');
  if (place.directory.parent === undefined && place.directory.nlink === 0) throw new Errno('ENOENT');
  return place;
}

/** The directory at a place. @throws Errno ENOENT, ENOTDIR */
export function directoryAt(place: PlaceOnDisk): DirectoryInode {
  const node = existing(place);
  if (node.kind !== 'directory') throw new Errno('ENOTDIR');
  return node;
}

/** Whether a directory is another one, or below it. */
export function isWithin(directory: DirectoryInode, above: DirectoryInode): boolean {
  for (let at: DirectoryInode | undefined = directory; at !== undefined; at = at.parent) {
    if (at === above) return true;
  }
  return false;
}

/** Checks that what is renamed may take the place of what is there. @throws Errno EISDIR, ENOTDIR, ENOTEMPTY */
export function replaceable(node: Inode, old: Inode): void {
  if (old.kind === 'directory' && node.kind !== 'directory') throw new Errno('EISDIR');
  if (old.kind !== 'directory' && node.kind === 'directory') throw new Errno('ENOTDIR');
  if (old.kind === 'directory' && old.entries.size > 0) throw new Errno('ENOTEMPTY');
}
