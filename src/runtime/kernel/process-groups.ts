import { systemError } from '../protocol/errno.ts';
import type { Process } from './process.ts';
import type { ProcessTable } from './process-table.ts';

/**
 * Process groups, which signals can be sent to, and the sessions that they make up, as POSIX has them. A child begins in
 * those of its parent.
 */
export class ProcessGroups {
  readonly #processes: ProcessTable;

  constructor(processes: ProcessTable) {
    this.#processes = processes;
  }

  /**
   * Whom a signal to this number is for, as in `kill(2)`.
   * @param pid 0 = the caller's group, −1 = every other process, below = the group of this number, negated
   * @throws ESRCH when there is nobody
   */
  addressees(caller: Process, pid: number): readonly Process[] {
    if (pid > 0) return [this.#processes.get(pid, 'kill')];
    const group = pid === 0 ? caller.group : -pid;
    // What has become another program hands its signals on to that, which is in the group too.
    const found = [...this.#processes].filter(
      (process) => !process.successor && (pid === -1 ? process !== caller : process.group === group),
    );
    if (found.length === 0) throw systemError('ESRCH', 'kill');
    return found;
  }

  /**
   * `setpgid(2)`, of the caller: a child runs its own program from the beginning, upon which nobody else may move it.
   * @throws EACCES for a child, ESRCH for others; EPERM when the caller began its session, or the session has no such group;
   *   EINVAL
   */
  move(caller: Process, pid: number, wanted: number): void {
    if (pid !== 0 && pid !== caller.pid) {
      throw systemError(caller.children.has(pid) ? 'EACCES' : 'ESRCH', 'setpgid');
    }
    if (wanted < 0) throw systemError('EINVAL', 'setpgid');
    const group = wanted === 0 ? caller.pid : wanted;
    const exists = group === caller.pid || this.#has(group, caller.sid);
    if (caller.sid === caller.pid || !exists) throw systemError('EPERM', 'setpgid');
    caller.group = group;
  }

  /** `setsid(2)`. @throws EPERM when the process leads a group */
  beginSession(process: Process): number {
    if ([...this.#processes].some(({ group }) => group === process.pid)) throw systemError('EPERM', 'setsid');
    process.group = process.sid = process.pid;
    return process.sid;
  }

  #has(group: number, sid: number): boolean {
    return [...this.#processes].some((process) => process.group === group && process.sid === sid);
  }
}
