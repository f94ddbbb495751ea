import type { GreenThread } from './green-thread.ts';

/** How long the main thread goes before all others once a person has interrupted the program, to say where it was. */
const MAIN_FIRST_MS = 100;

/** The threads that do not run: those that are ready, first come first, and those that wait until a time. */
export class RunQueue {
  /** The earliest deadline of a waiting thread; it may be earlier than that, never later. */
  nextDeadlineMs = Infinity;
  /** When a thread got ready last while no other was; of `performance.now()`. */
  awaitedSinceMs = 0;
  readonly #ready: GreenThread[] = [];
  readonly #timed = new Set<GreenThread>();
  #isMainOnly = false;
  #mainFirstUntilMs = 0;

  /** Whether no thread is ready. */
  get isEmpty(): boolean {
    return this.#ready.length === 0;
  }

  /** How long no thread will be ready, but for one that an event makes ready. */
  idleMs(nowMs: number): number {
    return this.isEmpty ? this.nextDeadlineMs - nowMs : 0;
  }

  add(thread: GreenThread): void {
    if (this.#isMainOnly && !thread.isMain) return;
    if (thread.state !== 'new') thread.state = 'ready';
    if (thread.keepsTurn || this.prefers(thread, performance.now())) {
      this.#ready.unshift(thread);
      return;
    }
    if (this.isEmpty) this.awaitedSinceMs = performance.now();
    this.#ready.push(thread);
  }

  /** From now on, for a moment, the main thread goes before the others. */
  preferMain(): void {
    this.#mainFirstUntilMs = performance.now() + MAIN_FIRST_MS;
  }

  /** Whether a thread goes before all others. */
  prefers(thread: GreenThread, nowMs: number): boolean {
    return thread.isMain && nowMs < this.#mainFirstUntilMs;
  }

  /** From now on only the main thread gets ready. */
  keepMainOnly(): void {
    this.#isMainOnly = true;
    this.#ready.splice(0, this.#ready.length, ...this.#ready.filter(({ isMain }) => isMain));
  }

  /** Takes the thread that has been ready for longest, or keeps its turn. */
  take(): GreenThread | undefined {
    return this.#ready.shift();
  }

  /** The thread waits, if need be until its deadline. */
  park(thread: GreenThread): void {
    thread.state = 'waiting';
    if (thread.deadlineMs === Infinity) return;
    this.#timed.add(thread);
    this.nextDeadlineMs = Math.min(this.nextDeadlineMs, thread.deadlineMs);
  }

  /** A thread that waits is ready again. */
  unpark(thread: GreenThread, wokenBy: GreenThread['wokenBy']): void {
    this.#timed.delete(thread);
    // At once, so that nobody hands it what it would not take.
    if (wokenBy !== 'event') thread.call.dequeue(thread);
    thread.wokenBy = wokenBy;
    this.add(thread);
  }

  /** Makes ready the threads whose time is up, the earliest first. */
  expire(nowMs: number): void {
    if (nowMs < this.nextDeadlineMs) return;
    const due = Array.from(this.#timed)
      .filter((thread) => thread.deadlineMs <= nowMs)
      .sort((one, other) => one.deadlineMs - other.deadlineMs);
    for (const thread of due) this.unpark(thread, 'deadline');
    this.nextDeadlineMs = Array.from(this.#timed).reduce(
      (earliest, thread) => Math.min(earliest, thread.deadlineMs),
      Infinity,
    );
  }
}
