import type { PythonHint } from './host-messages.ts';

/** The files that a Python interpreter starts from, as the site serves them. */
export const PYTHON_FILES = ['loader', 'glue', 'machine', 'library'] as const;

/**
 * - `loader`: Pyodide's `pyodide.mjs`, which starts an interpreter
 * - `glue`: its `pyodide.asm.mjs`, what the compiled CPython needs of JavaScript
 * - `machine`: its `pyodide.asm.wasm`, the compiled CPython
 * - `library`: the standard library and our own package, as a zip archive
 */
export type PythonFile = (typeof PYTHON_FILES)[number];

/** Where the site serves each file, gzipped, below `headless/python/`, and its size as it travels. */
export type PythonManifest = Readonly<
  Record<PythonFile, { readonly name: string; readonly sizeBytes: number }>
>;

/** What a thread is given to start an interpreter from: everything inflated and compiled once per host. */
export interface PythonRuntime {
  /** Addresses of modules that a Worker of the sandbox can import. */
  readonly loaderUrl: string;
  readonly glueUrl: string;
  readonly machine: WebAssembly.Module;
  readonly library: Uint8Array<SharedArrayBuffer>;
}

/** Sent from the kernel's Worker to the relay, on their own port: fetch this file and send it in chunks. */
export interface PythonFileRequest {
  readonly type: 'python-file-request';
  readonly file: PythonFile;
}

/** Sent from the relay to the kernel's Worker: a piece of a file, still gzipped; `null` is its end. */
export interface PythonFileChunk {
  readonly type: 'python-file-chunk';
  readonly file: PythonFile;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

/** Sent from the relay to the kernel's Worker: a file could not be fetched, as a sentence. */
export interface PythonFileFailure {
  readonly type: 'python-file-failure';
  readonly file: PythonFile;
  readonly message: string;
}

/** Sent from the relay to the kernel's Worker: how much of the requested files has arrived, in bytes as they travel. */
export interface PythonProgress {
  readonly type: 'python-progress';
  readonly loadedBytes: number;
  /** Equal to `loadedBytes` when everything has arrived. */
  readonly totalBytes: number;
}

/** Everything that the relay sends to the kernel's Worker; `python-hint` is the page's, passed on. */
export type FromPythonFiles = PythonFileChunk | PythonFileFailure | PythonProgress | PythonHint;
