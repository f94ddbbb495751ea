import type { DiskSpace } from './disk-space.ts';
import { attach, createDevice, createDirectory, type DirectoryInode, fileType } from './inode.ts';
import { WatchList } from './watch-list.ts';

/** What all views of one file system share. */
export interface Volume {
  readonly root: DirectoryInode;
  readonly watches: WatchList;
  readonly space: DiskSpace;
}

/** A new disk, with the directories and devices that every one has. */
export function createVolume(space: DiskSpace): Volume {
  const root = createDirectory(0o755);
  const temporary = createDirectory(0o777);
  temporary.mode = fileType.directory | 0o1777;
  const devices = createDirectory(0o755);
  const sharedMemory = createDirectory(0o777);
  sharedMemory.mode = fileType.directory | 0o1777;
  attach(root, 'dev', devices);
  attach(devices, 'shm', sharedMemory);
  attach(root, 'tmp', temporary);
  attach(
    devices,
    'null',
    createDevice(0x103, () => new Uint8Array(0)),
  );
  attach(
    devices,
    'zero',
    createDevice(0x105, (lengthBytes) => new Uint8Array(lengthBytes)),
  );
  attach(devices, 'random', createDevice(0x108, randomBytes));
  attach(devices, 'urandom', createDevice(0x109, randomBytes));
  return { root, watches: new WatchList(), space };
}

function randomBytes(lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  for (let offset = 0; offset < lengthBytes; offset += 65536) {
    crypto.getRandomValues(bytes.subarray(offset, offset + 65536));
  }
  return bytes;
}
