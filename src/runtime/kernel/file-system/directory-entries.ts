import { INODE_BYTES } from './disk-space.ts';
import { attach, detach, type DirectoryInode, type Inode, nowMs, releaseUnused } from './inode.ts';
import type { PlaceOnDisk } from './path-walk.ts';
import { existing } from './place-checks.ts';
import type { Volume } from './volume.ts';

/** Puts a new inode at a place. @throws Errno ENOSPC */
export function createEntry(volume: Volume, place: PlaceOnDisk, node: Inode): void {
  volume.space.reserve(INODE_BYTES);
  addEntry(volume, place, node);
}

/** Puts an inode that there is at one more place. */
export function addEntry(volume: Volume, place: PlaceOnDisk, node: Inode): void {
  attach(place.directory, place.name, node);
  volume.watches.notify('rename', place.directory, place.name, node);
}

/** Takes away what is at a place and tells nobody: something else comes there. @throws Errno ENOENT */
export function clearPlace(volume: Volume, place: PlaceOnDisk): Inode {
  const node = existing(place);
  detach(place.directory, place.name);
  node.nlink -= node.kind === 'directory' ? 2 : 1;
  node.ctimeMs = nowMs();
  releaseUnused(node, volume.space);
  return node;
}

/** Removes what is at a place. @throws Errno ENOENT */
export function removeEntry(volume: Volume, place: PlaceOnDisk): void {
  const node = clearPlace(volume, place);
  volume.watches.notify('rename', place.directory, place.name, node);
}

/** Removes all that is in a directory. */
export function emptyDirectory(volume: Volume, directory: DirectoryInode): void {
  for (const [name, node] of [...directory.entries]) {
    if (node.kind === 'directory') emptyDirectory(volume, node);
    removeEntry(volume, { directory, name, node, wantsDirectory: false });
  }
}

/** Tells those who watch that the content or the mode of what is at a place has changed. */
export function tellOfChange(volume: Volume, place: PlaceOnDisk): void {
  if (place.node !== undefined && place.name !== '') {
    volume.watches.notify('change', place.directory, place.name, place.node);
  }
}
