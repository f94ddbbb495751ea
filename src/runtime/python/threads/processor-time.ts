import type { ProcessorTimes } from '../blocking.ts';
import type { GreenThread } from './green-thread.ts';

/**
 * How long threads have run. A browser tells nobody how much of that its Worker really had of a processor, so that it
 * counts as long as a thread has the interpreter, and not while it waits.
 */
export class ProcessorTime implements ProcessorTimes {
  #running: GreenThread | undefined;
  #sinceMs = 0;
  #totalMs = 0;

  /** A thread runs from now on; times are of `performance.now()`. */
  begin(thread: GreenThread, nowMs: number): void {
    this.#running = thread;
    this.#sinceMs = nowMs;
  }

  /** None does. */
  end(nowMs: number): void {
    if (!this.#running) return;
    const ranMs = nowMs - this.#sinceMs;
    this.#running.ranMs += ranMs;
    this.#totalMs += ranMs;
    this.#running = undefined;
  }

  ofProcessMs(): number {
    return this.#totalMs + this.#sliceMs();
  }

  ofThreadMs(): number {
    return (this.#running?.ranMs ?? 0) + this.#sliceMs();
  }

  #sliceMs(): number {
    return this.#running ? performance.now() - this.#sinceMs : 0;
  }
}
