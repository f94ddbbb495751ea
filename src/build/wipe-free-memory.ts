import type { EmscriptenModule, Pyodide } from '../runtime/python/pyodide.ts';

const LARGEST_BLOCK_BYTES = 1 << 20;
const SMALLEST_BLOCK_BYTES = 16;
/** So much below the end of the heap is left alone: taking it would make the heap grow. */
const MARGIN_BYTES = 4096;

/** The C library's allocator. */
interface Allocator {
  _malloc(sizeBytes: number): number;
  _free(address: number): void;
  /** The address of the word that has the address of the heap's end. */
  _emscripten_get_sbrk_ptr(): number;
}

/** Overwrites memory that an interpreter has freed with zeros: what was there before takes two megabytes on the wire. */
export function wipeFreeMemory(pyodide: Pyodide): void {
  const module = pyodide._module as EmscriptenModule & Allocator;
  const heapEnd = (): number => module.HEAPU32[module._emscripten_get_sbrk_ptr() >>> 2]!;
  pyodide.runPython(`
def wipe(end):
    import gc, linecache, sys

    linecache.clearcache()
    sys._clear_internal_caches()
    gc.collect()
    # Python's own allocator: blocks of each of its sizes, until it has to ask for new memory.
    kept = []
    for size in range(48, 513, 16):
        while id(block := bytes(size - 33)) < end:
            kept.append(block)

wipe(${heapEnd()})
del wipe
`);
  const end = heapEnd() - MARGIN_BYTES;
  const taken: number[] = [];
  for (let size = LARGEST_BLOCK_BYTES; size >= SMALLEST_BLOCK_BYTES; size /= 2) {
    for (;;) {
      const block = module._malloc(size);
      if (block === 0 || block + size > end) {
        module._free(block);
        break;
      }
      module.HEAPU8.fill(0, block, block + size);
      taken.push(block);
    }
  }
  for (const block of taken) module._free(block);
}
