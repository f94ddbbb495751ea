import type { RunState } from './run-state.ts';

/** The sentence by which a playground says what it is doing, for eyes and for screen readers alike. */
export function statusText(state: RunState): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'booting':
      return 'Starting…';
    case 'loading':
      return state.loadedBytes < state.totalBytes ? 'Loading Python' : 'Starting Python…';
    case 'running':
      return 'Running…';
    case 'interrupted':
      return 'Interrupted. Stop again ends it at once.';
    case 'stopping':
      return 'Stopping…';
    case 'finished':
      return `Exit code ${state.exitCode} after ${duration(state.durationMs)}`;
    case 'stopped':
      return stoppedText(state);
    case 'failed':
      return 'Could not run';
  }
}

/** How far a state has loaded, to follow its sentence: ": 2.1 of 5.3 MB". It changes too often to be read aloud. */
export function loadedText(state: RunState): string {
  if (state.kind !== 'loading' || state.loadedBytes >= state.totalBytes) return '';
  return `: ${megabytes(state.loadedBytes)} of ${megabytes(state.totalBytes)} MB`;
}

/** A duration as a reader wants it: milliseconds below a second, then seconds. */
export function duration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(2)} s`;
}

function stoppedText({ durationMs, exitCode }: Extract<RunState, { kind: 'stopped' }>): string {
  if (durationMs === undefined) return 'Stopped';
  const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
  return `Stopped after ${duration(durationMs)}${code}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
