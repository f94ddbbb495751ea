/** The files that a Python interpreter starts from, as the site serves them. */
export const PYTHON_FILES = ['loader', 'glue', 'machine', 'snapshot', 'library'] as const;

/**
 * - `loader`: Pyodide's `pyodide.mjs`, which starts an interpreter
 * - `glue`: its `pyodide.asm.mjs`, what the compiled CPython needs of JavaScript (see `build/eager-function.ts`)
 * - `machine`: its `pyodide.asm.wasm`, the compiled CPython
 * - `snapshot`: the memory of an interpreter that has our package installed and the usual modules imported, without its
 *   empty pages (see `packed-snapshot.ts`), combined with the initial memory of `machine` (see `wasm-data-segments.ts`)
 * - `library`: the standard library as a zip archive: bytecode of what the snapshot does not hold, and all sources. Most
 *   programs get by without it, so that it is fetched when the first program has started
 */
export type PythonFile = (typeof PYTHON_FILES)[number];

/** By file: its name below `headless/python/`, its size as it travels, gzipped, and when inflated. */
export type PythonManifest = Readonly<Record<PythonFile, PythonFileEntry>> & {
  readonly snapshot: {
    /** How much memory the interpreter has. */
    readonly memoryBytes: number;
  };
};

interface PythonFileEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly inflatedBytes: number;
}

/** Whether a file is fetched before the first program starts. */
export function isNeededAtOnce(file: PythonFile): boolean {
  return file !== 'library';
}

/**
 * What a thread is given to start an interpreter from, shared by all threads of a host. It is given early, when only the
 * scripts are here: to evaluate them takes as long as the rest takes to be inflated and compiled.
 */
export interface PythonRuntime {
  /** Addresses of modules that a Worker of the sandbox can import. */
  readonly loaderUrl: string;
  readonly glueUrl: string;
  /** How much memory the interpreter has. */
  readonly memoryBytes: number;
  readonly snapshot: ArrivingFile;
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
  /** 1 at first, and one more after each failure: a request that crosses the same file unasked is none. */
  readonly attempt: number;
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

/** Sent from the relay to the kernel's Worker: a Python program may soon be started. */
export interface PythonExpected {
  readonly type: 'python-expected';
  /** These files follow without a request. */
  readonly coming: readonly PythonFile[];
}

/** Everything that the relay sends to the kernel's Worker. */
export type FromPythonFiles =
  PythonFilesReady | PythonFileChunk | PythonFileFailure | PythonProgress | PythonExpected;
