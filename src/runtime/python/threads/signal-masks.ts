import type { WaitOperation } from '../blocking.ts';
import type { GreenThread } from './green-thread.ts';
import type { PendingSignals } from './pending-signals.ts';
import { lowestSignal, NO_SIGNALS, signalSet, type SignalSet } from './signal-set.ts';

/** A thread in `sigwait`. */
interface SignalWaiter {
  readonly thread: GreenThread;
  readonly wanted: SignalSet;
  readonly resume: (signal: number) => void;
}

/**
 * Which signals each thread blocks, as POSIX has it. A signal for the process waits while all threads block it, one for a
 * thread while that thread does. A thread begins with the mask of the thread that starts it.
 */
export class SignalMasks {
  readonly #process: PendingSignals;
  readonly #threads = new Set<GreenThread>();
  readonly #waiters = new Set<SignalWaiter>();

  constructor(process: PendingSignals) {
    this.#process = process;
  }

  /** To be called when a thread has been made. */
  threadBegins(thread: GreenThread, starter: GreenThread | undefined): void {
    thread.blockedSignals = starter?.blockedSignals ?? NO_SIGNALS;
    this.#threads.add(thread);
  }

  /** To be called when a thread has ended. */
  threadEnds(thread: GreenThread): void {
    this.#threads.delete(thread);
    if (this.#process.blocked !== NO_SIGNALS || thread.blockedSignals !== NO_SIGNALS) this.#maskProcess();
  }

  /** Has a thread block these signals and no others. */
  change(thread: GreenThread, blocked: SignalSet): void {
    thread.blockedSignals = blocked;
    for (;;) {
      const signal = lowestSignal(thread.pendingSignals & ~blocked);
      if (signal === 0) break;
      thread.pendingSignals &= ~signalSet(signal);
      this.#process.raise(signal);
    }
    this.#maskProcess();
  }

  /** The signals that wait until a thread takes them or no longer blocks them. */
  pending(thread: GreenThread): SignalSet {
    return (this.#process.all | thread.pendingSignals) & thread.blockedSignals;
  }

  /** Keeps a signal for a thread that blocks it. @returns whether it does; if not, nothing has happened */
  holdFor(thread: GreenThread, signal: number): boolean {
    if ((thread.blockedSignals & signalSet(signal)) === NO_SIGNALS) return false;
    thread.pendingSignals |= signalSet(signal);
    this.serve();
    return true;
  }

  /** Keeps a signal while all threads block it. @returns whether they do; if not, nothing has happened */
  hold(signal: number): boolean {
    if ((this.#process.blocked & signalSet(signal)) === NO_SIGNALS) return false;
    this.#process.raise(signal);
    this.serve();
    return true;
  }

  /** Forgets that a signal has come. */
  discard(signal: number): void {
    this.#process.takeOf(signalSet(signal));
    for (const thread of this.#threads) thread.pendingSignals &= ~signalSet(signal);
  }

  /** An operation for `scheduling.wait`: one of these signals comes, and the thread takes it. */
  waitFor(thread: GreenThread, wanted: SignalSet): WaitOperation {
    let waiter: SignalWaiter | undefined;
    return {
      begin: (resume) => {
        waiter = { thread, wanted, resume };
        this.#waiters.add(waiter);
        this.serve();
      },
      cancel: () => {
        if (waiter) this.#waiters.delete(waiter);
      },
    };
  }

  /** To be called when a signal may have come: hands it to a thread that waits for it. */
  serve(): void {
    for (const waiter of this.#waiters) {
      const signal = this.#takeFor(waiter);
      if (signal === 0) continue;
      this.#waiters.delete(waiter);
      waiter.resume(signal);
    }
  }

  #takeFor({ thread, wanted }: SignalWaiter): number {
    const own = lowestSignal(thread.pendingSignals & wanted);
    if (own === 0) return this.#process.takeOf(wanted);
    thread.pendingSignals &= ~signalSet(own);
    return own;
  }

  #maskProcess(): void {
    const masks = Array.from(this.#threads, (thread) => thread.blockedSignals);
    this.#process.blocked = masks.length === 0 ? NO_SIGNALS : masks.reduce((all, mask) => all & mask);
  }
}
