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
  | { readonly kind: 'running'; readonly run: number; readonly startedAtMs: number }
  | { readonly kind: 'stopping'; readonly run: number; readonly startedAtMs: number }
  | { readonly kind: 'finished'; readonly exitCode: number; readonly durationMs: number }
  /** Without a duration, the reader stopped it before it had started. */
  | { readonly kind: 'stopped'; readonly durationMs: number | undefined }
  | ({ readonly kind: 'failed' } & Failure);

/** What can happen to it. Every event but the reader's own `stop` says which run it belongs to. */
export type RunEvent =
  | { readonly kind: 'run'; readonly run: number }
  | { readonly kind: 'started'; readonly run: number; readonly atMs: number }
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
    case 'running':
      return whileRunning(state, event);
    case 'stopping':
      return whileStopping(state, event);
  }
}

/** Whether a run is under way, so that Run has nothing to do and Stop has. */
export function isActive(state: RunState): boolean {
  return state.kind === 'booting' || state.kind === 'running' || state.kind === 'stopping';
}

type StateOf<Kind extends RunState['kind']> = Extract<RunState, { kind: Kind }>;

function whileBooting(state: StateOf<'booting'>, event: RunEvent): RunState {
  if (event.kind === 'stop') return { kind: 'stopped', durationMs: undefined };
  if (event.kind === 'run' || event.run !== state.run) return state;
  if (event.kind === 'started') return { kind: 'running', run: state.run, startedAtMs: event.atMs };
  if (event.kind === 'failed') return failedBy(event);
  return state;
}

function whileRunning(state: StateOf<'running'>, event: RunEvent): RunState {
  if (event.kind === 'stop') return { kind: 'stopping', run: state.run, startedAtMs: state.startedAtMs };
  if (event.kind === 'run' || event.run !== state.run) return state;
  if (event.kind === 'failed') return failedBy(event);
  if (event.kind !== 'exited') return state;
  return { kind: 'finished', exitCode: event.exitCode, durationMs: event.atMs - state.startedAtMs };
}

/** Whatever ends a run that is being stopped, the reader stopped it; its exit code would only say how. */
function whileStopping(state: StateOf<'stopping'>, event: RunEvent): RunState {
  if (event.kind === 'run' || event.kind === 'stop' || event.run !== state.run) return state;
  if (event.kind === 'started') return state;
  return { kind: 'stopped', durationMs: event.atMs - state.startedAtMs };
}

function failedBy({ reason, remedy, isHostUnavailable }: Failure): RunState {
  return { kind: 'failed', reason, remedy, isHostUnavailable };
}
