import type { PythonHint } from './host-messages.ts';

/** The files that a Python interpreter starts from, as the site serves them. */
export const PYTHON_FILES = ['loader', 'glue', 'machine', 'snapshot', 'library'] as const;

/**
 * - `loader`: Pyodide's `pyodide.mjs`, which starts an interpreter
 * - `glue`: its `pyodide.asm.mjs`, what the compiled CPython needs of JavaScript
 * - `machine`: its `pyodide.asm.wasm`, the compiled CPython
 * - `snapshot`: the memory of an interpreter that has our package installed and the usual modules imported, combined with
 *   the initial memory of `machine` (see `wasm-data-segments.ts`)
 * - `library`: the standard library as a zip archive: bytecode of what the snapshot does not hold, and all sources. Most
 *   programs get by without it, so that it is fetched when the first program has started
 */
export type PythonFile = (typeof PYTHON_FILES)[number];

/** By file: its name below `headless/python/`, its size as it travels, gzipped, and when inflated. */
export type PythonManifest = Readonly<
  Record<PythonFile, { readonly name: string; readonly sizeBytes: number; readonly inflatedBytes: number }>
>;

/** What a thread is given to start an interpreter from: everything inflated and compiled once per host. */
export interface PythonRuntime {
  /** Addresses of modules that a Worker of the sandbox can import. */
  readonly loaderUrl: string;
  readonly glueUrl: string;
  readonly machine: WebAssembly.Module;
  readonly snapshot: Uint8Array<SharedArrayBuffer>;
  readonly library: ArrivingFile;
}

/** A file in shared memory that may still be on its way. */
export interface ArrivingFile {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** One word of `ARRIVAL`, set by the kernel; waited on with `Atomics.wait`. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

export const ARRIVAL = { awaited: 0, here: 1, failed: 2 } as const;

/** Sent from the relay to the kernel's Worker, first of all. */
export interface PythonFilesReady {
  readonly type: 'python-files-ready';
  readonly manifest: PythonManifest;
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
export type FromPythonFiles =
  PythonFilesReady | PythonFileChunk | PythonFileFailure | PythonProgress | PythonHint;
