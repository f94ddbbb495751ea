import type { ErrnoCode } from '../protocol/errno.ts';
import type { ChildStatus, SpawnRequest, StdioTarget } from '../protocol/process-calls.ts';
import { SIGNALS, type SignalAction } from '../protocol/signals.ts';
import type { WaitOperation } from './blocking.ts';
import { C_ERRNO } from './c-library.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import type { KernelGate } from './system-call-context.ts';

/** Which process an interpreter is. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly processorCount: number;
  readonly env: Readonly<Record<string, string>> | null;
}

/** What `_posixsubprocess.fork_exec` asks for, as JSON. */
interface ForkExec {
  readonly executable: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  /** `null` = that of this process. */
  readonly group: number | 'session' | null;
  /** The child's descriptors and those of this process that they lead where. */
  readonly descriptors: readonly (readonly [child: number, parent: number])[];
}

/** A pid and how it ended, in one number: the pid times this, and the status of `wait(2)`. */
const STATUS_RANGE = 0x10000;
const EXIT_CODE_SHIFT = 8;

/**
 * The facility `processes`: what the Python side asks about processes. Numbers below zero are error numbers of the C
 * library, negated, as its system calls have them.
 */
export class ProcessFacility {
  readonly pid: number;
  readonly processor_count: number;
  /** As JSON. */
  readonly environment: string;
  readonly #kernel: KernelGate;
  readonly #flags: DescriptorFlags;
  readonly #childWaiters = new Set<() => void>();

  constructor(kernel: KernelGate, { pid, processorCount, env }: ProcessIdentity, flags: DescriptorFlags) {
    this.#kernel = kernel;
    this.pid = pid;
    this.processor_count = processorCount;
    this.environment = JSON.stringify(env ?? {});
    this.#flags = flags;
  }

  parent(): number {
    return this.#kernel.callSync('process.parent');
  }

  kill(pid: number, signal: number): number {
    return attempt(() => {
      this.#kernel.callSync('process.kill', pid, signal);
      return 0;
    });
  }

  /** Of a process, 0 = this one. */
  group(pid: number): number {
    return attempt(() => this.#kernel.callSync('process.group', pid)[0]);
  }

  session(pid: number): number {
    return attempt(() => this.#kernel.callSync('process.group', pid)[1]);
  }

  set_group(pid: number, group: number): number {
    return attempt(() => {
      this.#kernel.callSync('process.set-group', pid, group);
      return 0;
    });
  }

  begin_session(): number {
    return attempt(() => this.#kernel.callSync('process.begin-session'));
  }

  /** Tells the kernel what the process does with a signal from now on. */
  set_action(signal: number, action: SignalAction): void {
    this.#kernel.callSync('process.signal-action', signal, action);
  }

  /** Sends this process SIGALRM; seconds as `setitimer` has them. Answers what was set before, as JSON. */
  set_alarm(delay: number, interval: number): string {
    const before = this.#kernel.callSync('process.set-alarm', delay * 1000, interval * 1000);
    return JSON.stringify(before.map((ms) => ms / 1000));
  }

  /** An operation for `scheduling.wait`: a signal comes, and its handler has run. */
  signal(): WaitOperation {
    let begun = false;
    return {
      begin: (resume) => {
        if (begun) resume();
        begun = true;
      },
      cancel: () => undefined,
    };
  }

  /** Ends the process at once. */
  exit(code: number): void {
    this.#kernel.callSync('process.exit', code);
  }

  /** Starts a child. Answers its pid. */
  spawn(request: string): number {
    const { executable, argv, env, cwd, group, descriptors } = JSON.parse(request) as ForkExec;
    const spawn: SpawnRequest = {
      command: executable,
      argv0: argv[0] ?? executable,
      args: argv.slice(1),
      cwd: cwd ?? this.#kernel.callSync('process.directory'),
      env,
      stdio: targets(descriptors),
      ...(group === null ? {} : { group }),
    };
    return attempt(() => this.#kernel.callSync('process.spawn', spawn).pid);
  }

  /** Becomes another program, which gets this process's descriptors; returns only when that fails. */
  become(request: string): number {
    const pid = this.spawn(request);
    return pid < 0 ? pid : attempt(() => (this.#kernel.callSync('process.become', pid), 0));
  }

  /** The descriptors that a new program gets, beyond the standard streams. */
  inheritable(): string {
    return JSON.stringify(this.#flags.known.filter((fd) => fd > 2 && this.#flags.isInheritable(fd)));
  }

  /**
   * How a child ended: its pid times 65536 plus its status as `wait(2)` has it; 0 while it runs.
   * @param pid -1 = any child
   */
  wait_now(pid: number): number {
    return attempt(() => {
      const ended = this.#kernel.callSync('process.wait-now', pid);
      return ended ? ended.pid * STATUS_RANGE + statusOf(ended) : 0;
    });
  }

  /** An operation for `scheduling.wait`: some child ends. */
  child_end(): WaitOperation {
    let waiter: (() => void) | undefined;
    return {
      begin: (resume) => {
        waiter = () => resume();
        this.#childWaiters.add(waiter);
      },
      cancel: () => {
        if (waiter) this.#childWaiters.delete(waiter);
      },
    };
  }

  /** To be called when a child has ended. */
  childEnded(): void {
    const waiters = [...this.#childWaiters];
    this.#childWaiters.clear();
    for (const waiter of waiters) waiter();
  }
}

function targets(descriptors: ForkExec['descriptors']): StdioTarget[] {
  const list: StdioTarget[] = [];
  for (const [child, parent] of descriptors) list[child] = { type: 'inherit', fd: parent };
  return Array.from(list, (target) => target ?? { type: 'closed' });
}

function statusOf({ exitCode, signal }: ChildStatus): number {
  return signal === null ? (exitCode ?? 0) << EXIT_CODE_SHIFT : SIGNALS[signal];
}

function attempt(call: () => number): number {
  try {
    return call();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? (error.code as ErrnoCode) : undefined;
    if (code === undefined || C_ERRNO[code] === undefined) throw error;
    return -C_ERRNO[code];
  }
}
