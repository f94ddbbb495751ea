import type { Pyodide } from '../runtime/python/pyodide.ts';

const LARGEST_BLOCK_BYTES = 1 << 20;
const SMALLEST_BLOCK_BYTES = 16;
/** So much below the end of the heap is left alone: taking it would make the heap grow. */
const MARGIN_BYTES = 4096;

/** Overwrites memory that an interpreter has freed with zeros: what was there before takes two megabytes on the wire. */
export function wipeFreeMemory(pyodide: Pyodide): void {
  const { _module: module } = pyodide;
  const heapEnd = (): number => module.HEAPU32[(module['_emscripten_get_sbrk_ptr']() as number) >>> 2]!;
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
      const block = module['_malloc'](size) as number;
      if (block === 0 || block + size > end) {
        module['_free'](block);
        break;
      }
      module.HEAPU8.fill(0, block, block + size);
      taken.push(block);
    }
  }
  for (const block of taken) module['_free'](block);
}
