import type { RunState } from './run-state.ts';

/** The sentence by which a playground says what it is doing, for eyes and for screen readers alike. */
export function statusText(state: RunState): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'booting':
      return 'Starting…';
    case 'running':
      return 'Running…';
    case 'stopping':
      return 'Stopping…';
    case 'finished':
      return `Exit code ${state.exitCode} after ${duration(state.durationMs)}`;
    case 'stopped':
      return state.durationMs === undefined ? 'Stopped' : `Stopped after ${duration(state.durationMs)}`;
    case 'failed':
      return 'Could not run';
  }
}

/** A duration as a reader wants it: milliseconds below a second, then seconds. */
export function duration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(2)} s`;
}
