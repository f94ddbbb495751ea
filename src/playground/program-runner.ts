import {
  HostRestarted,
  HostUnavailable,
  type OpenedHost,
  type OutputChunk,
  type Program,
  type Run,
} from '#runtime/client/host.ts';
import { isActive, nextState, type RunEvent, type RunState } from './run-state.ts';

/** Whom a runner tells what happens. */
export interface RunnerListener {
  onState(state: RunState): void;
  /** The program has started; `notice` is what the reader should know of the host that runs it. */
  onStart(run: Run, notice: string | undefined): void;
  /** Pieces of output that arrived together, so many milliseconds after the program started. */
  onOutput(chunks: readonly OutputChunk[], atMs: number): void;
}

/** How long after its exit a program's last output may arrive: it takes another way than the exit code. */
const LAST_OUTPUT_MS = 1000;

/** Runs one program at a time and knows what it is doing. Knows nothing of the page. */
export class ProgramRunner {
  readonly #listener: RunnerListener;
  #state: RunState = { kind: 'idle' };
  #runs = 0;
  #current: Run | undefined;
  /** Whether the current program has a handler for SIGINT of its own, which may let it clean up. */
  #answersInterrupt = false;

  constructor(listener: RunnerListener) {
    this.#listener = listener;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Milliseconds since the program started; 0 when none runs. */
  get elapsedMs(): number {
    return 'startedAtMs' in this.#state ? performance.now() - this.#state.startedAtMs : 0;
  }

  /** Opens a host and runs a program on it to its end, unless one runs already. Failures become a state. */
  async run(open: () => Promise<OpenedHost>, program: Program): Promise<void> {
    if (isActive(this.#state)) return;
    const run = ++this.#runs;
    this.#answersInterrupt = program.command === 'python3';
    this.#dispatch({ kind: 'run', run });
    try {
      const { host, notice } = await open();
      if (!this.#isBooting(run)) return;
      const started = await host.start(program);
      if (this.#isBooting(run)) await this.#follow(run, started, notice);
      else await started.stop();
    } catch (error) {
      this.#dispatch({ kind: 'failed', run, ...explain(error), atMs: performance.now() });
    }
  }

  /**
   * Ends the program, whatever it is doing. A Python program is interrupted first, as by Ctrl+C, so that it shows where
   * it was and may clean up; the second time, it is ended like all others.
   */
  async stop(): Promise<void> {
    const run = this.#runs;
    const asksFirst = this.#answersInterrupt && this.#state.kind !== 'interrupted';
    this.#dispatch({ kind: asksFirst ? 'interrupt' : 'stop' });
    if (this.#state.kind === 'interrupted') this.#current?.interrupt();
    if (this.#state.kind !== 'stopping') return;
    await this.#current?.stop();
    this.#dispatch({ kind: 'stopped', run, atMs: performance.now() });
  }

  async #follow(run: number, started: Run, notice: string | undefined): Promise<void> {
    this.#current = started;
    this.#listener.onStart(started, notice);
    this.#dispatch({ kind: 'started', run, atMs: performance.now() });
    const printed = this.#print(run, started.output);
    const exitCode = await started.exit;
    const atMs = performance.now();
    await Promise.race([printed, new Promise((resolve) => setTimeout(resolve, LAST_OUTPUT_MS))]);
    this.#dispatch({ kind: 'exited', run, exitCode, atMs });
  }

  /**
   * Passes output on; what arrives after the reader's Stop took effect belongs to no run that is shown. Output and the
   * news of the start take different ways: the first of them that arrives is the start.
   */
  async #print(run: number, output: Run['output']): Promise<void> {
    const reader = output.getReader();
    let hasBegun = false;
    const begin = (): void => {
      if (!hasBegun) this.#dispatch({ kind: 'started', run, atMs: performance.now() });
      hasBegun = true;
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done || run !== this.#runs || !isActive(this.#state)) return;
      for (const piece of value) {
        if (!('step' in piece)) continue;
        if (piece.step === 'started') begin();
        else this.#dispatch({ kind: 'loading', run, ...piece });
      }
      const printed = value.filter((piece) => 'text' in piece);
      if (printed.length === 0) continue;
      if (this.#state.kind === 'loading') begin();
      hasBegun = true;
      this.#listener.onOutput(printed, this.elapsedMs);
    }
  }

  #isBooting(run: number): boolean {
    return this.#state.kind === 'booting' && this.#state.run === run;
  }

  #dispatch(event: RunEvent): void {
    const state = nextState(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }
}

function explain(error: unknown): { reason: string; remedy: string; isHostUnavailable: boolean } {
  const isHostUnavailable = error instanceof HostUnavailable;
  if (isHostUnavailable || error instanceof HostRestarted) {
    return { reason: error.message, remedy: error.remedy, isHostUnavailable };
  }
  return {
    isHostUnavailable,
    reason: error instanceof Error ? error.message : String(error),
    remedy: 'Press Run again; if that does not help, reload the page.',
  };
}
