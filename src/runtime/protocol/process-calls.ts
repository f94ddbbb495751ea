import type { PortId } from './port-messages.ts';
import type { SignalAction, SignalName } from './signals.ts';

/** System calls on processes. */
export interface ProcessCalls {
  /** Ends the whole process. Never returns: made synchronously, it blocks until the thread is gone. */
  'process.exit'(exitCode: number): never;
  /** The program begins now: what its interpreter needed has been loaded. Only interpreters that load something tell. */
  'process.program-starts'(): void;
  /** Fetches the archive of Python's standard library, which an interpreter waits for in shared memory. */
  'python.library'(): void;
  /**
   * Starts a child process.
   * @throws ENOENT when there is no such command
   * @throws EAGAIN when the host runs as many processes or threads as it may
   */
  'process.spawn'(request: SpawnRequest): SpawnedProcess;
  /**
   * Starts a child process, feeds it, collects its output and returns when it has ended.
   * @throws what `process.spawn` throws
   */
  'process.spawn-and-wait'(request: SpawnAndWaitRequest): FinishedProcess;
  /**
   * Makes a child this process's successor, as `exec` would: signals go to the child, and the process ends as the
   * child ends. By the time it would return, the process has ended.
   * @throws ECHILD when `pid` is not a child
   */
  'process.become'(pid: number): void;
  /**
   * Waits for a child of this process to end.
   * @throws ECHILD when `pid` is not a child, or was waited for before
   */
  'process.wait'(pid: number): ExitStatus;
  /**
   * Like `process.wait`, but never waits: `null` while the child runs.
   * @param pid -1 = any child
   * @throws ECHILD when there is no such child, or no child at all
   */
  'process.wait-now'(pid: number): ChildStatus | null;
  /**
   * Sends a signal (0 only asks whether somebody is there).
   * @param pid 0 = the caller's process group, -1 = all processes but the caller, below = the group of this number, negated
   * @throws ESRCH when there is no such process or group
   * @throws EINVAL when there is no such signal
   */
  'process.kill'(pid: number, signal: number): void;
  /**
   * The process group and the session of a process.
   * @param pid 0 = the caller
   * @throws ESRCH
   */
  'process.group'(pid: number): readonly [group: number, session: number];
  /**
   * Moves the caller to a process group, as `setpgid(2)` does.
   * @param pid 0 = the caller, the only process that it may move
   * @param group 0 = its own
   * @throws EACCES for a child, ESRCH, EPERM, EINVAL
   */
  'process.set-group'(pid: number, group: number): void;
  /**
   * Begins a session, as `setsid(2)` does, and answers its number.
   * @throws EPERM when the caller leads a group
   */
  'process.begin-session'(): number;
  /** Sets what this process does with a signal from now on. */
  'process.signal-action'(signal: number, action: SignalAction): void;
  /**
   * Sends this process SIGALRM after a time and then at intervals, in the place of what was set before.
   * @param delayMs 0 = never
   * @param intervalMs 0 = once
   * @returns what was left of the time before, and its interval; 0 when nothing was set
   */
  'process.set-alarm'(delayMs: number, intervalMs: number): readonly [leftMs: number, intervalMs: number];
  /** The processes of the host, as `ps` shows them. */
  'process.list'(): readonly ProcessListing[];
  /** The parent's pid now: 1 once the parent has died. */
  'process.parent'(): number;
  /**
   * Changes the working directory of the process and returns its real path.
   * @throws ENOENT, ENOTDIR
   */
  'process.change-directory'(path: string): string;
  'process.directory'(): string;

  /** Gives the kernel the environment to keep for all threads (`SHARE_ENV`). */
  'environment.share'(variables: Readonly<Record<string, string>>): void;
  'environment.get'(name: string): string | undefined;
  'environment.set'(name: string, value: string): void;
  'environment.delete'(name: string): void;
  'environment.names'(): readonly string[];
}

/** Where a child's file descriptor leads. */
export type StdioTarget =
  /** To or from the parent, for a standard stream. */
  | { readonly type: 'pipe' }
  /** To and from the parent: one of a pair. */
  | { readonly type: 'socket' }
  | { readonly type: 'inherit'; readonly fd: number }
  | { readonly type: 'null' }
  /** Nowhere: the child does not have this descriptor. */
  | { readonly type: 'closed' };

export interface SpawnRequest {
  readonly command: string;
  /** Without the command's own name. */
  readonly args: readonly string[];
  readonly argv0?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Index = the child's descriptor. */
  readonly stdio: readonly StdioTarget[];
  readonly ipc?: 'json' | 'advanced';
  /** The child's process group: 0 = its own, `session` = its own in a session of its own; absent = its parent's. */
  readonly group?: number | 'session';
}

export interface SpawnedProcess {
  readonly pid: number;
  /** The parent's descriptor for each entry of `stdio`: its end of a pipe, or `null`. */
  readonly descriptors: readonly (number | null)[];
  /** The parent's end of the IPC channel, when one was asked for. */
  readonly ipcPort?: PortId;
}

export interface SpawnAndWaitRequest extends SpawnRequest {
  /** Fed to the child's standard input, which then ends. */
  readonly input: Uint8Array | null;
  /** 0 = no limit. */
  readonly timeoutMs: number;
  /** Sent at the timeout, and when a stream exceeds `maxBytes`. */
  readonly killSignal: number;
  /** Per stream; `Infinity` = no limit. */
  readonly maxBytes: number;
}

export interface FinishedProcess extends ExitStatus {
  readonly pid: number;
  /** What was written to each descriptor that is a pipe, `null` for others; one read beyond `maxBytes` ends it. */
  readonly output: readonly (Uint8Array | null)[];
  readonly endedBy: 'itself' | 'timeout' | 'maxBytes';
}

/** Exactly one of the two is not null. */
export interface ExitStatus {
  readonly exitCode: number | null;
  readonly signal: SignalName | null;
}

export interface ChildStatus extends ExitStatus {
  readonly pid: number;
}

export interface ProcessListing {
  readonly pid: number;
  readonly ppid: number;
  readonly command: string;
  readonly threads: number;
  readonly ageMs: number;
}
