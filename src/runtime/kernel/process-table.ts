import { systemError } from '../protocol/errno.ts';
import type { ChildStatus, ExitStatus, ProcessListing, SpawnRequest } from '../protocol/process-calls.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { Process, type ProcessInit } from './process.ts';
import { deliverSignal } from './signals.ts';

/** The parent of what the page starts, and of orphans. It is not in the table. */
export const INIT_PID = 1;

/** All running processes. */
export class ProcessTable {
  readonly #processes = new Map<number, Process>();
  readonly #limit: number;
  #nextPid = INIT_PID + 1;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#processes.size;
  }

  [Symbol.iterator](): MapIterator<Process> {
    return this.#processes.values();
  }

  /** The process with this pid. @throws ESRCH when there is none */
  get(pid: number, syscall: string): Process {
    const process = this.#processes.get(pid);
    if (!process) throw systemError('ESRCH', syscall);
    return process;
  }

  /** True while the process with this pid runs. */
  has(pid: number): boolean {
    return this.#processes.has(pid);
  }

  /** The running processes, as `ps` shows them. */
  list(): ProcessListing[] {
    const now = performance.timeOrigin + performance.now();
    return Array.from(this, ({ pid, ppid, commandLine, threads, startedAtMs }) => ({
      pid,
      ppid,
      command: commandLine,
      threads: threads.size,
      ageMs: now - startedAtMs,
    }));
  }

  /** Enters a new process. @throws EAGAIN when the host is full, EPERM when there is no such group in the parent's session */
  add(
    init: Omit<ProcessInit, 'pid' | 'ppid' | 'session' | 'group' | 'sid'>,
    parent: Process | null,
    group?: SpawnRequest['group'],
  ): Process {
    if (this.#processes.size >= this.#limit) throw systemError('EAGAIN', 'spawn');
    const pid = this.#nextPid++;
    const process = new Process({
      ...init,
      pid,
      ppid: parent?.pid ?? INIT_PID,
      session: parent?.session ?? pid,
      ...this.#groupOf(pid, parent, group),
    });
    this.#processes.set(pid, process);
    parent?.children.set(pid, null);
    process.onExit((status) => this.#remove(process, status));
    return process;
  }

  /**
   * Waits for a child to end, and forgets it then.
   * @throws ECHILD when there is no such child, or it was waited for before
   */
  wait(parent: Process, pid: number): ExitStatus | Promise<ExitStatus> {
    const status = parent.children.get(pid);
    if (status === undefined) throw systemError('ECHILD', 'wait');
    if (status !== null) {
      parent.children.delete(pid);
      return status;
    }
    return new Promise((resolve) => {
      this.get(pid, 'wait').onExit((ended) => {
        parent.children.delete(pid);
        resolve(ended);
      });
    });
  }

  /**
   * A child that has ended, which is forgotten then; `null` while the child runs, or all do.
   * @param pid -1 = any child
   * @throws ECHILD when there is no such child, or no child at all
   */
  waitNow(parent: Process, pid: number): ChildStatus | null {
    const found = pid === -1 ? firstEnded(parent) : pid;
    const status = found === undefined ? null : parent.children.get(found);
    if (found === undefined ? parent.children.size === 0 : status === undefined) {
      throw systemError('ECHILD', 'wait');
    }
    if (found === undefined || !status) return null;
    parent.children.delete(found);
    return { ...status, pid: found };
  }

  #groupOf(
    pid: number,
    parent: Process | null,
    wanted: SpawnRequest['group'],
  ): Pick<Process, 'group' | 'sid'> {
    if (!parent || wanted === 'session') return { group: pid, sid: pid };
    const { group, sid } = parent;
    if (wanted === undefined) return { group, sid };
    if (wanted === 0) return { group: pid, sid };
    const exists = [...this].some((process) => process.group === wanted && process.sid === sid);
    if (!exists) throw systemError('EPERM', 'spawn');
    return { group: wanted, sid };
  }

  #remove(process: Process, status: ExitStatus): void {
    this.#processes.delete(process.pid);
    const parent = this.#processes.get(process.ppid);
    parent?.children.set(process.pid, status);
    if (parent) deliverSignal(parent, SIGNALS.SIGCHLD);
    for (const pid of process.children.keys()) {
      const orphan = this.#processes.get(pid);
      if (orphan) orphan.ppid = INIT_PID;
    }
  }
}

function firstEnded(parent: Process): number | undefined {
  for (const [pid, status] of parent.children) if (status) return pid;
  return undefined;
}
