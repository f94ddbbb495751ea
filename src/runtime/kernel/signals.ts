import { systemError } from '../protocol/errno.ts';
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS, signalName } from '../protocol/signals.ts';

import type { Process } from './process.ts';

/** Signals that do nothing unless handled. Those that would stop a process are here too: a Worker cannot be paused. */
const IGNORED_BY_DEFAULT = new Set<number>([
  SIGNALS.SIGCHLD,
  SIGNALS.SIGCONT,
  SIGNALS.SIGURG,
  SIGNALS.SIGWINCH,
  SIGNALS.SIGSTOP,
  SIGNALS.SIGTSTP,
  SIGNALS.SIGTTIN,
  SIGNALS.SIGTTOU,
]);

const UNBLOCKABLE = new Set<number>([SIGNALS.SIGKILL, SIGNALS.SIGSTOP]);

/**
 * Delivers a signal: to the program's handler when it has one, otherwise by the default action.
 * @throws EINVAL when Linux has no such signal
 */
export function deliverSignal(process: Process, signal: number): void {
  const name = signalName(signal);
  if (name === undefined) throw systemError('EINVAL', 'kill');
  if (process.successor) {
    deliverSignal(process.successor, signal);
    return;
  }
  const action = UNBLOCKABLE.has(signal) ? 'default' : process.signalAction(signal);
  if (action === 'ignore') return;
  if (action === 'handle') {
    Atomics.or(new Int32Array(process.memory), PROCESS_MEMORY.pendingSignals, 1 << signal);
    process.mainThread?.emit('signal', { name, number: signal });
    return;
  }
  if (IGNORED_BY_DEFAULT.has(signal)) return;
  process.end({ exitCode: null, signal: name });
}
