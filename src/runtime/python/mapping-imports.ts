import { CError } from './c-library.ts';
import { ownFd, type SystemCallContext } from './system-call-context.ts';

const MAP_PRIVATE = 2;
/** Mappings begin at multiples of this. */
const PAGE_BYTES = 65536;

/** The C library's allocator. */
export interface Pages {
  /** Gives zeroed memory that begins at a multiple of `alignment`; 0 = there is none. */
  allocate(alignment: number, sizeBytes: number): number;
  free(address: number): void;
}

/** Files in memory: `mmap(2)` on a kernel's file. What processes share is a copy that is kept the same in all of them. */
export function mappingImports(context: SystemCallContext, pages: Pages) {
  const { memory, mappings } = context;
  const allocatePages = (sizeBytes: number): number =>
    pages.allocate(PAGE_BYTES, Math.ceil(sizeBytes / PAGE_BYTES) * PAGE_BYTES);

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
      const isPrivate = (flags & MAP_PRIVATE) !== 0;
      const address = isPrivate
        ? allocatePages(wanted)
        : mappings.map(fd, Number(offset), wanted, allocatePages);
      if (address === 0) throw new CError('ENOMEM');
      if (isPrivate) memory.bytes.set(context.ask('fs.read', fd, wanted, Number(offset)), address);
      // The C library frees at `munmap` what was allocated for this mapping alone.
      memory.view.setInt32(allocated >>> 0, isPrivate ? 1 : 0, true);
      memory.view.setUint32(result >>> 0, address, true);
      return 0;
    },
    _msync_js: ofMapping('_msync_js', () => mappings.synchronize()),
    _munmap_js: ofMapping('_munmap_js', (address) => {
      if (mappings.unmap(address)) pages.free(address);
    }),
  };

  /** A call on what `_mmap_js` has mapped from a descriptor. */
  function ofMapping(name: string, answer: (address: number) => void) {
    return (
      address: number,
      sizeBytes: number,
      protection: number,
      flags: number,
      fd: number,
      offset: bigint,
    ): number => {
      if (context.isOwn(fd))
        return context.own(name, address, sizeBytes, protection, flags, ownFd(fd), offset);
      answer(address >>> 0);
      return 0;
    };
  }
}
