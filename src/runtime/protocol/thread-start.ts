import type { PortPayload, PortId } from './port-messages.ts';

/** What a thread runs. The kernel's command table makes it from a command line; `new Worker()` makes it directly. */
export type Program =
  | {
      readonly interpreter: 'node';
      readonly source: NodeSource;
      /** Those of `NODE_OPTIONS`, then those of the command line or of `execArgv`. */
      readonly options: readonly (readonly [name: string, value: string | boolean])[];
    }
  | { readonly interpreter: 'python'; readonly source: PythonSource; readonly options: PythonOptions }
  /** A thread of the process's pool, which gets its work with `pool-work`. */
  | { readonly interpreter: 'pool' }
  | { readonly interpreter: 'shell'; readonly script: ShellScript }
  | { readonly interpreter: 'command'; readonly name: string };

/** Where Node's program text comes from. */
export type NodeSource =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'eval';
      readonly code: string;
      readonly print: boolean;
      readonly format: 'commonjs' | 'module';
    }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stdin'; readonly format: 'commonjs' | 'module'; readonly print: boolean }
  /** Compile the file, and do not run it. */
  | { readonly kind: 'check'; readonly path: string }
  /** The command line was wrong, or asked for the version (`null`). */
  | {
      readonly kind: 'notice';
      readonly fd: 1 | 2;
      readonly text: string | null;
      readonly exitCode: number;
    };

/** Where Python's program comes from. */
export type PythonSource =
  /** The path as the command line has it; it may be a directory or an archive with a `__main__.py`. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly code: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'stdin' }
  /** The command line asked for something that needs no interpreter, or was wrong. */
  | { readonly kind: 'notice'; readonly fd: 1 | 2; readonly text: string; readonly exitCode: number };

/** What the command line said, named as in CPython's `PyConfig`. Numbers count how often an option was given. */
export interface PythonOptions {
  readonly bytesWarning: number;
  readonly dontWriteBytecode: boolean;
  readonly ignoreEnvironment: boolean;
  readonly inspect: boolean;
  readonly isolated: boolean;
  readonly optimize: number;
  readonly safePath: boolean;
  readonly quiet: boolean;
  readonly noUserSite: boolean;
  readonly noSite: boolean;
  readonly unbuffered: boolean;
  readonly verbose: number;
  readonly skipFirstLine: boolean;
  /** The arguments of `-W`. */
  readonly warnings: readonly string[];
  /** The arguments of `-X`. */
  readonly implementation: readonly string[];
}

export type ShellScript =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'interactive' };

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** Sent from the kernel to a prewarmed Worker, once: become this thread and run. */
export interface ThreadStart {
  readonly type: 'start';
  readonly pid: number;
  readonly ppid: number;
  /** 0 is the main thread, as in Node; workers count from 1 within their process. */
  readonly tid: number;
  readonly program: Program;
  readonly argv: readonly string[];
  /** What the parent called the program, when it differs from `argv[0]`. */
  readonly argv0: string;
  readonly execArgv: readonly string[];
  readonly execPath: string;
  /** `null` when the environment is shared and lives in the kernel. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly cwd: string;
  /** See `PROCESS_MEMORY` in `shared-memory.ts`. */
  readonly processMemory: SharedArrayBuffer;
  /** What the host's processes share (`shared-memory-calls.ts`); `null` for programs that have no use for it. */
  readonly segmentMemory: SharedArrayBuffer | null;
  /** The size of the terminal that file descriptor 1 leads to, or `null` when it leads elsewhere. */
  readonly terminal: TerminalSize | null;
  readonly processorCount: number;
  /** When the process was started, in milliseconds since the epoch, with fractions. */
  readonly startedAtMs: number;
  readonly ipc: IpcChannel | null;
  /** What `new Worker()` added; `null` on a main thread. */
  readonly worker: WorkerStart | null;
}

/** The channel of a forked child: a port whose values are JSON text or, when `advanced`, cloned values. */
export interface IpcChannel {
  readonly port: PortId;
  readonly serialization: 'json' | 'advanced';
}

export interface WorkerStart {
  readonly name: string;
  /** The worker's `parentPort`; its peer belongs to the `Worker` object. */
  readonly port: PortId;
  /** `workerData`, with what was transferred along. */
  readonly data: PortPayload;
  readonly environmentData: readonly (readonly [key: unknown, value: unknown])[];
  readonly resourceLimits: Readonly<Record<string, number>>;
  /** True when the parent writes to `worker.stdin`. */
  readonly hasStdin: boolean;
}
