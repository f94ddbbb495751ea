import { ARRIVAL, type ArrivingFile } from '../protocol/python-runtime.ts';
import type { FileSystemModule } from './pyodide.ts';

/** Where `sys.path` has the standard library. */
const LIBRARY_PATH = '/lib/python314.zip';

interface MemoryFile {
  contents: Uint8Array;
  usedBytes: number;
  stream_ops: { readonly read: (...args: unknown[]) => number };
}

/**
 * Puts the archive of the standard library in the place of the one that Pyodide has written: in the memory that all
 * interpreters share. Who reads it before it is here waits for it, as one waits for a slow disk.
 *
 * @param request asks for the archive
 */
export function mountLibrary(
  files: FileSystemModule,
  { bytes, state }: ArrivingFile,
  request: () => void,
): void {
  const { node } = (files['lookupPath'] as (path: string) => { node: MemoryFile })(LIBRARY_PATH);
  const { read } = node.stream_ops;
  node.contents = bytes;
  node.usedBytes = bytes.length;
  node.stream_ops = {
    ...node.stream_ops,
    read: (...args) => {
      if (Atomics.load(state, 0) !== ARRIVAL.here) request();
      Atomics.wait(state, 0, ARRIVAL.awaited);
      if (Atomics.load(state, 0) === ARRIVAL.here) return read(...args);
      throw new (files['ErrnoError'] as new (errno: number) => Error)(EIO);
    },
  };
}

/** As Emscripten numbers errors. */
const EIO = 29;
