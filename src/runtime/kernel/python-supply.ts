import type { PythonProgress, PythonRuntime } from '../protocol/python-runtime.ts';

/** Where a kernel gets what Python interpreters start from. Nothing is fetched before the first `load()`. */
export interface PythonSupply {
  /** The same for all callers, once it has been loaded; the library's archive may still be on its way. */
  load(): Promise<PythonRuntime>;
  /** Fetches the library's archive, unless it is here or on its way. */
  loadLibrary(): void;
  /**
   * Calls back while files arrive.
   * @returns what ends that
   */
  onProgress(listener: (progress: PythonProgress) => void): () => void;
}

/** Of a host that has no Python: a test's, or one whose page sends no files. */
export const NO_PYTHON: PythonSupply = {
  load: () => Promise.reject(new Error('This host has no Python.')),
  loadLibrary: () => undefined,
  onProgress: () => () => undefined,
};
