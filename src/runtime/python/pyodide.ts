/**
 * What we use of Pyodide 314.0.7, which is pinned: its public interface, and Emscripten's module behind it.
 *
 * @see https://pyodide.org/en/stable/usage/api/js-api.html
 */
export interface Pyodide {
  readonly version: string;
  readonly FS: FileSystemModule;
  /** The instance of Emscripten: memory, tables and CPython's C functions. */
  readonly _module: EmscriptenModule;
  runPython(code: string): unknown;
  pyimport(name: string): PyProxy;
  /** CPython reads the first element now and then, and handles the signal it finds. */
  setInterruptBuffer(buffer: { 0: number }): void;
  toPy(value: unknown, options?: { readonly depth?: number }): unknown;
  registerJsModule(name: string, module: object): void;
  setStdin(options: {
    readonly stdin?: () => unknown;
    read?(buffer: Uint8Array): number;
    isatty?: boolean;
  }): void;
  setStdout(options: OutputOptions): void;
  setStderr(options: OutputOptions): void;
  /** Only of an interpreter that was started with `_makeSnapshot`. */
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>;
}

interface OutputOptions {
  /** Takes the bytes and returns how many; they are the interpreter's own memory, valid during the call. */
  write(bytes: Uint8Array): number;
  readonly isatty?: boolean;
}

/** A Python object in JavaScript's hands; attributes are properties. */
export interface PyProxy {
  (...args: unknown[]): unknown;
  callPromising(...args: unknown[]): Promise<unknown>;
  toJs(options?: { readonly depth?: number }): unknown;
  destroy(): void;
  // Attributes are whatever Python made them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [attribute: string]: any;
}

/** Emscripten's module, as far as we reach into it. Its C functions are properties that begin with `_`. */
export interface EmscriptenModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAP32: Int32Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly FS: FileSystemModule;
  /** Whether the engine can switch stacks (JSPI). */
  readonly jspiSupported: boolean;
  addFunction(target: unknown, signature?: string): number;
  stackSave(): number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [name: string]: any;
}

/** Emscripten's file system. @see https://emscripten.org/docs/api_reference/Filesystem-API.html */
export interface FileSystemModule {
  mkdirTree(path: string): void;
  chdir(path: string): void;
  writeFile(path: string, data: string | Uint8Array): void;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [name: string]: any;
}

/** `loadPyodide`'s options, those we use. */
export interface PyodideOptions {
  readonly indexURL?: string;
  readonly stdLibURL?: string;
  readonly createPyodideModule?: (settings: Partial<EmscriptenModule>) => Promise<EmscriptenModule>;
  readonly lockFileContents?: object;
  readonly jsglobals?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly _sysExecutable?: string;
  readonly _makeSnapshot?: boolean;
  readonly _loadSnapshot?: Uint8Array;
}

/** Pyodide's only function. */
export type LoadPyodide = (options: PyodideOptions) => Promise<Pyodide>;
