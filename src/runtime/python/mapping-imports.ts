import { CError } from './c-library.ts';
import { ownFd, type SystemCallContext } from './system-call-context.ts';

const PROT_WRITE = 2;
const MAP_PRIVATE = 2;
/** Mappings begin at multiples of this. */
const PAGE_BYTES = 65536;

/** Gives zeroed memory that begins at a multiple of `alignment`; 0 = there is none. */
export type Allocate = (alignment: number, sizeBytes: number) => number;

/**
 * Files in memory: `mmap(2)` on a kernel's file. Wasm's memory is one piece, so a mapping is a copy, which is written back
 * by `msync`, `munmap` and the end of the mapping; processes do not see each other's changes before that.
 */
export function mappingImports(context: SystemCallContext, allocate: Allocate) {
  const { memory } = context;

  const writeBack = (
    address: number,
    sizeBytes: number,
    flags: number,
    fd: number,
    offset: bigint,
  ): number => {
    if (flags & MAP_PRIVATE) return 0;
    const fileBytes = context.ask('fs.fstat', fd).size - Number(offset);
    const bytes = memory.copy({ address: address >>> 0, sizeBytes: Math.min(sizeBytes, fileBytes) });
    context.ask('fs.write', fd, bytes, Number(offset));
    return 0;
  };

  return {
    _mmap_js(
      sizeBytes: number,
      protection: number,
      flags: number,
      fd: number,
      offset: bigint,
      allocated: number,
      result: number,
    ) {
      if (context.isOwn(fd)) {
        return context.own('_mmap_js', sizeBytes, protection, flags, ownFd(fd), offset, allocated, result);
      }
      const wanted = sizeBytes >>> 0;
      const stat = context.ask('fs.fstat', fd);
      if ((stat.mode & 0o170000) !== 0o100000) throw new CError('EACCES');
      const address = allocate(PAGE_BYTES, Math.ceil(wanted / PAGE_BYTES) * PAGE_BYTES);
      if (address === 0) throw new CError('ENOMEM');
      memory.bytes.set(context.ask('fs.read', fd, wanted, Number(offset)), address);
      memory.view.setInt32(allocated >>> 0, 1, true);
      memory.view.setUint32(result >>> 0, address, true);
      return 0;
    },
    _msync_js(
      address: number,
      sizeBytes: number,
      protection: number,
      flags: number,
      fd: number,
      offset: bigint,
    ) {
      if (context.isOwn(fd)) {
        return context.own('_msync_js', address, sizeBytes, protection, flags, ownFd(fd), offset);
      }
      // These are the flags of msync, not those of the mapping: only a shared one has something to synchronize.
      return protection & PROT_WRITE ? writeBack(address, sizeBytes >>> 0, 0, fd, offset) : 0;
    },
    _munmap_js(
      address: number,
      sizeBytes: number,
      protection: number,
      flags: number,
      fd: number,
      offset: bigint,
    ) {
      if (context.isOwn(fd)) {
        return context.own('_munmap_js', address, sizeBytes, protection, flags, ownFd(fd), offset);
      }
      return protection & PROT_WRITE ? writeBack(address, sizeBytes >>> 0, flags, fd, offset) : 0;
    },
  };
}
