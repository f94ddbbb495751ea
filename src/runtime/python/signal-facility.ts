import type { WaitOperation } from './blocking.ts';
import type { GreenThread } from './threads/green-thread.ts';
import type { Scheduler } from './threads/scheduler.ts';
import type { SignalSet } from './threads/signal-set.ts';

/** A set of signals as it comes from Python: an integer of which bit `n` is signal `n`. */
type Integer = number | bigint;

/** The facility `signals`: what the Python side does with the masks of threads. Sets are integers, bit `n` = signal `n`. */
export class SignalFacility {
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** What the current thread blocks. */
  blocked(): SignalSet {
    return this.#current.blockedSignals;
  }

  /** Has the current thread block these signals. Of those that it no longer blocks, the main thread handles what came. */
  block(set: Integer): void {
    this.#scheduler.masks.change(this.#current, BigInt(set));
    this.#signalled();
  }

  /** What waits since the current thread blocks it. */
  pending(): SignalSet {
    return this.#scheduler.masks.pending(this.#current);
  }

  /** What has come and some thread does not block. */
  deliverable(): SignalSet {
    const { signals } = this.#scheduler;
    return signals.all & ~signals.blocked;
  }

  /** Takes one of these signals out of those that came for the process; 0 when none did. */
  take(set: Integer): number {
    return this.#scheduler.signals.takeOf(BigInt(set));
  }

  /** Forgets that a signal has come. */
  discard(signal: number): void {
    this.#scheduler.masks.discard(signal);
  }

  /** Whether a thread runs that has this identifier. */
  has_thread(ident: number): boolean {
    return this.#scheduler.thread(ident) !== undefined;
  }

  /** Keeps a signal for a thread, if that blocks it. */
  hold_for_thread(ident: number, signal: number): boolean {
    const thread = this.#scheduler.thread(ident);
    return thread !== undefined && this.#scheduler.masks.holdFor(thread, signal);
  }

  /** Keeps a signal, if every thread blocks it. */
  hold(signal: number): boolean {
    return this.#scheduler.masks.hold(signal);
  }

  /** Has the main thread handle a signal. */
  raise_in_main(signal: number): void {
    this.#scheduler.signals.raise(signal);
    this.#signalled();
  }

  /** An operation for `scheduling.wait`: the current thread takes one of these signals when it comes. */
  wait(set: Integer): WaitOperation {
    return this.#scheduler.masks.waitFor(this.#current, BigInt(set));
  }

  #signalled(): void {
    this.#scheduler.signalled();
    // Which may be the main thread: it then looks at the end of this call.
    this.#scheduler.onDispatch(this.#current);
  }

  get #current(): GreenThread {
    const thread = this.#scheduler.current;
    if (!thread) throw new Error('No Python thread is running.');
    return thread;
  }
}
