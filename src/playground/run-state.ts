/** Why a program could not run, or not to its end, and what the reader can do. */
export interface Failure {
  readonly reason: string;
  readonly remedy: string;
  /** Whether no host started, so that another host may be worth a try. */
  readonly isHostUnavailable: boolean;
}

/** What a playground is doing. Times are `performance.now()` of the page. */
export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'booting'; readonly run: number }
  /** The program's interpreter is on its way. */
  | {
      readonly kind: 'loading';
      readonly run: number;
      readonly startedAtMs: number;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: 'running'; readonly run: number; readonly startedAtMs: number }
  /** The reader has asked the program to end, and it may still say or do something first. */
  | { readonly kind: 'interrupted'; readonly run: number; readonly startedAtMs: number }
  | { readonly kind: 'stopping'; readonly run: number; readonly startedAtMs: number }
  | { readonly kind: 'finished'; readonly exitCode: number; readonly durationMs: number }
  /** Without a duration, the reader stopped it before it had started; with an exit code, it ended by itself when asked. */
  | { readonly kind: 'stopped'; readonly durationMs: number | undefined; readonly exitCode?: number }
  | ({ readonly kind: 'failed' } & Failure);

/** What can happen to it. Every event but the reader's own `interrupt` and `stop` says which run it belongs to. */
export type RunEvent =
  | { readonly kind: 'run'; readonly run: number }
  | { readonly kind: 'started'; readonly run: number; readonly atMs: number }
  | {
      readonly kind: 'loading';
      readonly run: number;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'exited'; readonly run: number; readonly exitCode: number; readonly atMs: number }
  | { readonly kind: 'stopped'; readonly run: number; readonly atMs: number }
  | ({ readonly kind: 'failed'; readonly run: number; readonly atMs: number } & Failure);

/**
 * The state after an event. An event that the state has no use for, such as the exit of a run that was stopped long
 * ago, leaves the very same state object.
 */
export function nextState(state: RunState, event: RunEvent): RunState {
  switch (state.kind) {
    case 'idle':
    case 'finished':
    case 'stopped':
    case 'failed':
      return event.kind === 'run' ? { kind: 'booting', run: event.run } : state;
    case 'booting':
      return whileBooting(state, event);
    case 'loading':
    case 'running':
      return whileRunning(state, event);
    case 'interrupted':
      return whileInterrupted(state, event);
    case 'stopping':
      return whileStopping(state, event);
  }
}

/** Whether a run is under way, so that Run has nothing to do; only such states belong to a run. */
export function isActive(state: RunState): boolean {
  return 'run' in state;
}

/** Whether there is something that Stop can still do. */
export function isStoppable(state: RunState): boolean {
  return isActive(state) && state.kind !== 'stopping';
}

type StateOf<Kind extends RunState['kind']> = Extract<RunState, { kind: Kind }>;

function whileBooting(state: StateOf<'booting'>, event: RunEvent): RunState {
  if (event.kind === 'stop' || event.kind === 'interrupt') return { kind: 'stopped', durationMs: undefined };
  if (isOfReader(event) || event.run !== state.run) return state;
  if (event.kind === 'started') return { kind: 'running', run: state.run, startedAtMs: event.atMs };
  if (event.kind === 'failed') return failedBy(event);
  return state;
}

function whileRunning(state: StateOf<'loading'> | StateOf<'running'>, event: RunEvent): RunState {
  const { run, startedAtMs } = state;
  if (event.kind === 'stop') return { kind: 'stopping', run, startedAtMs };
  // A program that has not begun yet cannot answer.
  if (event.kind === 'interrupt')
    return { kind: state.kind === 'loading' ? 'stopping' : 'interrupted', run, startedAtMs };
  if (isOfReader(event) || event.run !== run) return state;
  switch (event.kind) {
    case 'loading': {
      const { loadedBytes, totalBytes } = event;
      return { kind: 'loading', run, startedAtMs, loadedBytes, totalBytes };
    }
    case 'started':
      return { kind: 'running', run, startedAtMs: event.atMs };
    case 'failed':
      return failedBy(event);
    case 'exited':
      return { kind: 'finished', exitCode: event.exitCode, durationMs: event.atMs - startedAtMs };
    case 'stopped':
      return state;
  }
}

/** The exit code of a program that was asked to end tells what it made of that; a second Stop ends it anyhow. */
function whileInterrupted(state: StateOf<'interrupted'>, event: RunEvent): RunState {
  const { run, startedAtMs } = state;
  if (event.kind === 'stop') return { kind: 'stopping', run, startedAtMs };
  if (isOfReader(event) || event.run !== run) return state;
  if (event.kind === 'failed') return { kind: 'stopped', durationMs: event.atMs - startedAtMs };
  if (event.kind !== 'exited') return state;
  return { kind: 'stopped', durationMs: event.atMs - startedAtMs, exitCode: event.exitCode };
}

/** Whatever ends a run that is being stopped, the reader stopped it; its exit code would only say how. */
function whileStopping(state: StateOf<'stopping'>, event: RunEvent): RunState {
  if (isOfReader(event) || event.run !== state.run) return state;
  if (event.kind === 'started' || event.kind === 'loading') return state;
  return { kind: 'stopped', durationMs: event.atMs - state.startedAtMs };
}

function isOfReader(event: RunEvent): event is Extract<RunEvent, { kind: 'run' | 'interrupt' | 'stop' }> {
  return event.kind === 'run' || event.kind === 'interrupt' || event.kind === 'stop';
}

function failedBy({ reason, remedy, isHostUnavailable }: Failure): RunState {
  return { kind: 'failed', reason, remedy, isHostUnavailable };
}
