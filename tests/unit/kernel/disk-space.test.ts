import { describe, expect, it } from 'vitest';
import { DiskSpace, INODE_BYTES } from '../../../src/runtime/kernel/file-system/disk-space.ts';
import { FileSystem } from '../../../src/runtime/kernel/file-system/file-system.ts';
import { openFlags } from '../../../src/runtime/protocol/open-flags.ts';

const { writeOnly, create } = openFlags;

function diskWithRoomFor(byteCount: number): { files: FileSystem; space: DiskSpace } {
  const space = new DiskSpace(byteCount);
  return { files: new FileSystem(space), space };
}

describe('a full disk', () => {
  it('refuses a write with ENOSPC and keeps what was written before', () => {
    const { files } = diskWithRoomFor(INODE_BYTES + 1000);
    files.writeFile('/a', new Uint8Array(900));
    const file = files.open('/a', writeOnly);
    expect(() => file.write(new Uint8Array(1001))).toThrow('ENOSPC: no space left on device, write');
    expect(files.readFile('/a')).toHaveLength(900);
  });

  it('refuses another entry, empty as it may be', () => {
    const { files } = diskWithRoomFor(2 * INODE_BYTES);
    files.writeFile('/a', '');
    files.mkdir('/b');
    expect(() => files.writeFile('/c', '')).toThrow("ENOSPC: no space left on device, open '/c'");
    expect(() => files.mkdir('/c')).toThrow('ENOSPC');
    expect(() => files.symlink('/a', '/c')).toThrow('ENOSPC');
  });

  it.each([
    ['a removed file', (files: FileSystem) => files.unlink('/a')],
    ['an emptied file', (files: FileSystem) => files.writeFile('/a', '')],
    ['a file that another was renamed to', (files: FileSystem) => files.rename('/small', '/a')],
  ])('has the room of %s again', (_what, free) => {
    const { files } = diskWithRoomFor(3 * INODE_BYTES + 1000);
    files.writeFile('/a', new Uint8Array(1000));
    files.writeFile('/small', '');
    free(files);
    expect(() => files.writeFile('/b', new Uint8Array(1000))).not.toThrow();
  });

  it('keeps the room of a removed file until it is closed', () => {
    const { files, space } = diskWithRoomFor(INODE_BYTES + 1000);
    const file = files.open('/a', writeOnly | create);
    file.write(new Uint8Array(1000));
    files.unlink('/a');
    expect(space.freeBytes).toBe(0);
    file.dispose();
    expect(space.freeBytes).toBe(INODE_BYTES + 1000);
  });

  it('gives back all of it when a tree is removed', () => {
    const { files, space } = diskWithRoomFor(100_000);
    files.mkdir('/deep/er', 0o777, true);
    files.writeFile('/deep/er/a', 'text');
    files.link('/deep/er/a', '/deep/b');
    files.rm('/deep', true);
    expect(space.freeBytes).toBe(100_000);
  });
});
