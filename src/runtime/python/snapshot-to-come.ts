import { readSnapshot } from '../protocol/packed-snapshot.ts';
import { ARRIVAL, type ArrivingFile } from '../protocol/python-runtime.ts';
import type { EmscriptenModule } from './pyodide.ts';

/** A memory snapshot that may still be on its way while Pyodide, which wants it at once, makes its module. */
export interface SnapshotToCome {
  /** For `loadPyodide`, which first asks for its length only. */
  readonly view: Uint8Array;
  /** Waits for the snapshot on behalf of a module, whose memory the view writes when Pyodide copies it there. */
  awaitedBy(module: EmscriptenModule): Promise<EmscriptenModule>;
}

/** @param memoryBytes how much memory the snapshot will say that it is of */
export function snapshotToCome({ bytes, state }: ArrivingFile, memoryBytes: number): SnapshotToCome {
  let header = new Uint8Array(0);
  let writeMemory = (): void => undefined;
  const view = Object.defineProperties(new Uint8Array(0), {
    length: { value: memoryBytes },
    buffer: { get: () => header.buffer },
    byteLength: { get: () => header.length },
    subarray: {
      value: (begin: number, end?: number) => {
        if (end !== undefined) return header.subarray(begin, end);
        // What is behind the header. Pyodide copies what it is given to the memory's beginning: nothing more.
        writeMemory();
        return new Uint8Array(0);
      },
    },
  });
  return {
    view,
    awaitedBy: (module) => {
      Atomics.wait(state, 0, ARRIVAL.awaited);
      // The kernel, which knows the reason, is about to end this thread.
      if (Atomics.load(state, 0) !== ARRIVAL.here) return new Promise(() => undefined);
      // Decoders refuse shared memory.
      header = Uint8Array.from(readSnapshot(bytes).header);
      writeMemory = () => write(bytes, module);
      return Promise.resolve(module);
    },
  };
}

/** Makes the memory of a module that has just been instantiated what the snapshot says. */
function write(packed: Uint8Array, module: EmscriptenModule): void {
  const { HEAPU8: memory, HEAPU32: words } = module;
  // What is beyond has never been written: it is empty, and not to be touched, since only then it takes real memory.
  const usedEnd = words[heapEndAddress(module) >>> 2]!;
  let end = 0;
  for (const { address, bytes } of readSnapshot(packed).runs) {
    if (end < usedEnd) memory.fill(0, end, Math.min(address, usedEnd));
    memory.set(bytes, address);
    end = address + bytes.length;
  }
  memory.fill(0, end, Math.max(end, usedEnd));
}

/** Where the C library keeps the address of its heap's end. */
function heapEndAddress(module: EmscriptenModule): number {
  return (module['_emscripten_get_sbrk_ptr'] as () => number)();
}
