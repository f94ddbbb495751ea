import { performWork } from '../node/internal/crypto/perform-work.ts';
import type { PoolOutcome, PoolWork } from '../protocol/pool-calls.ts';
import { ref } from './event-loop.ts';
import { onKernelEvent, send } from './system-calls.ts';

/** Makes this thread one of its process's pool: it does what it is given until the process ends. */
export function runPoolThread(): void {
  ref();
  onKernelEvent('pool-work', (work) => send('pool.done', outcomeOf(work)));
}

function outcomeOf(work: PoolWork): PoolOutcome {
  try {
    return { bytes: performWork(work) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}
