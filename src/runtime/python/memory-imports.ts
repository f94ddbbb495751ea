import type { SystemCallContext } from './system-call-context.ts';

/**
 * How far the memory of an interpreter grows: a program that takes more gets MemoryError. WebAssembly would allow 4 GiB, with
 * which two processes can end a browser's tab; programs of a page need a few dozen MB. (Emscripten grows it by up to 96 MiB
 * more than it has to.)
 */
const LIMIT_BYTES = 2 ** 30;
/** What each refusal leaves for the program's way out of it, such as the traceback; and where that ends. */
const RESERVE_BYTES = 4 * 2 ** 20;
const LAST_BYTES = LIMIT_BYTES + 128 * 2 ** 20;

/** The growth of the interpreter's memory, up to its limit. */
export function memoryImports(context: SystemCallContext) {
  let limitBytes = LIMIT_BYTES;
  return {
    /** Answers whether the memory has now at least the size that is wanted. */
    emscripten_resize_heap(wantedBytes: number) {
      if (wantedBytes >>> 0 <= limitBytes) return context.own('emscripten_resize_heap', wantedBytes);
      limitBytes = Math.max(limitBytes, Math.min(context.memory.bytes.length + RESERVE_BYTES, LAST_BYTES));
      return 0;
    },
  };
}
