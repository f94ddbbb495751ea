import type { PythonProgress, PythonRuntime } from '../protocol/python-runtime.ts';

/** What Python interpreters start from, of which some may still be on its way. */
export interface LoadedPython {
  /** For the threads. */
  readonly runtime: PythonRuntime;
  /** For the threads, too, which ask for it later. */
  readonly machine: Promise<WebAssembly.Module>;
  /** Settles when all that an interpreter boots from is here, or something could not be had. */
  readonly complete: Promise<void>;
}

/** Where a kernel gets what Python interpreters start from. Nothing is fetched before the first `load()`. */
export interface PythonSupply {
  /** The same for all callers; resolves when an interpreter can begin to boot. */
  load(): Promise<LoadedPython>;
  /** Fetches the library's archive, unless it is here or on its way. */
  loadLibrary(): void;
  /**
   * Calls back while files arrive, and at once if some have.
   * @returns what ends that
   */
  onProgress(listener: (progress: PythonProgress) => void): () => void;
  /** Sets who is called back when the page expects a Python program; at once if it does already. */
  onHint(listener: () => void): void;
}

/** Of a host that has no Python: a test's, or one whose page sends no files. */
export const NO_PYTHON: PythonSupply = {
  load: () => Promise.reject(new Error('This host has no Python.')),
  loadLibrary: () => undefined,
  onProgress: () => () => undefined,
  onHint: () => undefined,
};
