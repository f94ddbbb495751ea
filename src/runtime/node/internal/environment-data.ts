import { thread } from '../../thread/thread-state.ts';

const entries = new Map<unknown, unknown>(thread.worker?.environmentData ?? []);

/** `worker_threads.getEnvironmentData`. */
export function getEnvironmentData(key: unknown): unknown {
  return entries.get(key);
}

/** `worker_threads.setEnvironmentData`: a clone of each value reaches the workers that are started from now on. */
export function setEnvironmentData(key: unknown, value?: unknown): void {
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
}

/** All pairs, for a new worker. */
export function environmentDataEntries(): [unknown, unknown][] {
  return [...entries];
}
