import type { ExitStatus } from '../protocol/process-calls.ts';
import { PROCESS_MEMORY, PROCESS_MEMORY_BYTES } from '../protocol/shared-memory.ts';
import { SIGNALS, type SignalAction } from '../protocol/signals.ts';
import type { Program, TerminalSize } from '../protocol/thread-start.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { FileSystem } from './file-system/file-system.ts';
import type { Thread } from './thread.ts';

/** What a process is made of. */
export interface ProcessInit {
  readonly pid: number;
  readonly ppid: number;
  /** The first process of a session, from which all of its members descend: what the page started. */
  readonly session: number;
  /** The process group and the session of POSIX, which a process can leave. */
  readonly group: number;
  readonly sid: number;
  readonly commandLine: string;
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
  readonly files: FileSystem;
  readonly terminal: TerminalSize | null;
}

/** A row of the process table. */
export class Process {
  readonly pid: number;
  ppid: number;
  readonly session: number;
  /** As `getpgid(2)` and `getsid(2)` give it. */
  group: number;
  sid: number;
  readonly commandLine: string;
  readonly program: Program;
  readonly startedAtMs = performance.timeOrigin + performance.now();
  /** The files as this process sees them: the host's, with the process's own working directory. */
  readonly files: FileSystem;
  readonly descriptors = new DescriptorTable();
  readonly threads = new Map<number, Thread>();
  readonly memory = new SharedArrayBuffer(PROCESS_MEMORY_BYTES);
  env: Record<string, string>;
  terminal: TerminalSize | null;
  /** Children that run (`null`) or have ended and were not waited for. */
  readonly children = new Map<number, ExitStatus | null>();
  /** The child that this process has become: signals are for it. */
  successor: Process | null = null;
  readonly #signalActions = new Map<number, SignalAction>();
  readonly #startCallbacks: (() => void)[] = [];
  readonly #exitCallbacks: ((status: ExitStatus) => void)[] = [];
  #exitStatus: ExitStatus | null = null;

  constructor(init: ProcessInit) {
    this.pid = init.pid;
    this.ppid = init.ppid;
    this.session = init.session;
    this.group = init.group;
    this.sid = init.sid;
    this.commandLine = init.commandLine;
    this.program = init.program;
    this.files = init.files;
    this.env = { ...init.env };
    this.terminal = init.terminal;
    new Int32Array(this.memory)[PROCESS_MEMORY.nextThreadId] = 1;
    // Node and Python ignore SIGPIPE, so that a write to a closed pipe is an error and not the end.
    if (['node', 'python'].includes(init.program.interpreter))
      this.#signalActions.set(SIGNALS.SIGPIPE, 'ignore');
    // With it, Node starts its debugger.
    if (init.program.interpreter === 'node') this.#signalActions.set(SIGNALS.SIGUSR1, 'ignore');
  }

  /** How the process ended, `null` while it runs. */
  get exitStatus(): ExitStatus | null {
    return this.#exitStatus;
  }

  get mainThread(): Thread | undefined {
    return this.threads.get(0);
  }

  signalAction(signal: number): SignalAction {
    return this.#signalActions.get(signal) ?? 'default';
  }

  setSignalAction(signal: number, action: SignalAction): void {
    this.#signalActions.set(signal, action);
  }

  /** Calls back when the program begins, if its interpreter tells. */
  onProgramStart(callback: () => void): void {
    this.#startCallbacks.push(callback);
  }

  /** Called when the interpreter is ready and begins with the program. */
  programStarts(): void {
    for (const callback of this.#startCallbacks.splice(0)) callback();
  }

  /** Calls back when the process has ended; at once if it has. */
  onExit(callback: (status: ExitStatus) => void): void {
    if (this.#exitStatus) callback(this.#exitStatus);
    else this.#exitCallbacks.push(callback);
  }

  /** Stops all threads, closes all descriptors and tells who waits. The second time does nothing. */
  end(status: ExitStatus): void {
    if (this.#exitStatus) return;
    this.#exitStatus = status;
    for (const thread of [...this.threads.values()]) thread.end();
    this.descriptors.dispose();
    for (const callback of this.#exitCallbacks.splice(0)) callback(status);
  }
}
