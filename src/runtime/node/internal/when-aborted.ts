import { nextTick } from './next-tick.ts';

/** Acts once a signal is aborted; soon, if it is already. */
export function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) nextTick(act);
  else signal.addEventListener('abort', act, { once: true });
}
