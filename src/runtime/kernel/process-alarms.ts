import { SIGNALS } from '../protocol/signals.ts';
import type { Process } from './process.ts';
import { deliverSignal } from './signals.ts';

interface Alarm {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly atMs: number;
  readonly intervalMs: number;
}

/** The real-time interval timer of each process: `setitimer(ITIMER_REAL)`. */
export class ProcessAlarms {
  readonly #alarms = new WeakMap<Process, Alarm>();

  /**
   * Sets the timer of a process and answers what was left of it and its interval.
   * @param delayMs 0 = never
   * @param intervalMs 0 = once
   */
  set(process: Process, delayMs: number, intervalMs: number): readonly [leftMs: number, intervalMs: number] {
    const before = this.#alarms.get(process);
    clearTimeout(before?.timer);
    this.#alarms.delete(process);
    if (delayMs > 0) this.#start(process, delayMs, intervalMs);
    return before ? [Math.max(before.atMs - performance.now(), 0.001), before.intervalMs] : [0, 0];
  }

  #start(process: Process, delayMs: number, intervalMs: number): void {
    const ring = (): void => {
      this.#alarms.delete(process);
      if (process.exitStatus) return;
      if (intervalMs > 0) this.#start(process, intervalMs, intervalMs);
      deliverSignal(process, SIGNALS.SIGALRM);
    };
    const timer = setTimeout(ring, delayMs);
    this.#alarms.set(process, { timer, atMs: performance.now() + delayMs, intervalMs });
  }
}
