import { systemError } from '../../../protocol/errno.ts';
import { SIGNALS, type SignalName } from '../../../protocol/signals.ts';
import { callSync, onKernelEvent, send } from '../../../thread/system-calls.ts';
import { thread } from '../../../thread/thread-state.ts';
import type { EventEmitter } from '../../events.ts';
import { invalidArgType, nodeError } from '../errors.ts';

/** Lets a listener for a signal's name take the signal's default action's place. Workers get no signals. */
export function listenForSignals(process: EventEmitter): void {
  if (!thread.isMainThread) return;
  process.on('newListener', (event: string | symbol) => {
    if (event === 'SIGKILL' || event === 'SIGSTOP')
      throw asSignalError(systemError('EINVAL', 'uv_signal_start'));
    if (isSignal(event) && process.listenerCount(event) === 0) {
      send('process.signal-action', SIGNALS[event], 'handle');
    }
  });
  process.on('removeListener', (event: string | symbol) => {
    if (isSignal(event) && process.listenerCount(event) === 0) {
      send('process.signal-action', SIGNALS[event], event === 'SIGUSR1' ? 'ignore' : 'default');
    }
  });
  onKernelEvent('signal', ({ name, number }) => process.emit(name, name, number));
}

/** @see https://nodejs.org/api/process.html#processkillpid-signal */
export function kill(pid: unknown, signal: unknown = 'SIGTERM'): true {
  if (pid != (Number(pid) | 0)) throw invalidArgType('pid', 'number', pid);
  const number = signalNumber(signal);
  try {
    callSync('process.kill', Number(pid), number);
  } catch (error) {
    throw asSignalError(error as Error & { code?: string });
  }
  return true;
}

/** The number of a signal given by name or number. @throws ERR_UNKNOWN_SIGNAL */
export function signalNumber(signal: unknown): number {
  if (typeof signal === 'number') return signal;
  if (typeof signal === 'string' && isSignal(signal)) return SIGNALS[signal];
  throw nodeError('ERR_UNKNOWN_SIGNAL', `Unknown signal: ${String(signal)}`, TypeError);
}

function isSignal(event: string | symbol): event is SignalName {
  return typeof event === 'string' && Object.hasOwn(SIGNALS, event);
}

/** Node words these errors without libuv's message: `kill ESRCH`. */
function asSignalError(error: Error & { code?: string; syscall?: string }): Error {
  if (error.code !== undefined) error.message = `${error.syscall ?? 'kill'} ${error.code}`;
  return error;
}
