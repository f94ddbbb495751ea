import { systemError } from '../protocol/errno.ts';
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS, signalName, type SignalName } from '../protocol/signals.ts';

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
 * Delivers a signal: to the program's handler when it has one, otherwise by the default action. One that all threads of the
 * process block waits.
 * @throws EINVAL when Linux has no such signal
 */
export function deliverSignal(process: Process, signal: number): void {
  const name = signalName(signal);
  if (name === undefined) throw systemError('EINVAL', 'kill');
  if (process.successor) {
    deliverSignal(process.successor, signal);
    return;
  }
  if (isBlocked(process, signal)) {
    makePending(process, signal);
    // It may have been unblocked before that, and not been seen.
    if (isBlocked(process, signal) || !takePending(process, signal)) return;
  }
  const action = UNBLOCKABLE.has(signal) ? 'default' : process.signalAction(signal);
  if (action === 'ignore') return;
  if (action === 'handle') {
    makePending(process, signal);
    return;
  }
  if (IGNORED_BY_DEFAULT.has(signal)) return;
  process.end({ exitCode: null, signal: name });
}

function isBlocked({ memory }: Process, signal: number): boolean {
  if (UNBLOCKABLE.has(signal)) return false;
  return (Atomics.load(new Int32Array(memory), PROCESS_MEMORY.blockedSignals) & (1 << signal)) !== 0;
}

function makePending({ memory, mainThread }: Process, signal: number): void {
  Atomics.or(new Int32Array(memory), PROCESS_MEMORY.pendingSignals, 1 << signal);
  mainThread?.emit('signal', { name: signalName(signal) as SignalName, number: signal });
}

/** Takes a signal back; false when the process has taken it. */
function takePending({ memory }: Process, signal: number): boolean {
  const before = Atomics.and(new Int32Array(memory), PROCESS_MEMORY.pendingSignals, ~(1 << signal));
  return (before & (1 << signal)) !== 0;
}
