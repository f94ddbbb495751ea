import { lowestSignal, NO_SIGNALS, signalSet, type SignalSet } from './signal-set.ts';

/** Where the words are that others write or read too: indices of 32-bit words, in which bit `n` is signal `n`. */
export interface SignalWords {
  readonly words: Int32Array<ArrayBufferLike>;
  /** Signals that have come. */
  readonly pending: number;
  /** Signals that every thread of the process blocks. */
  readonly blocked: number;
}

/** The signals that the words have room for; those above are only raised by the program itself. */
const SHARED: SignalSet = 0xffff_ffffn;

/**
 * Signals of the process that have come and that Python has not seen yet. They wait as long as every thread blocks them.
 * Those that the kernel knows (1 to 31) are in words of memory, which the kernel may share.
 */
export class PendingSignals {
  #words: Int32Array<ArrayBufferLike>;
  #pending: number;
  #blocked: number;
  #pendingOthers = NO_SIGNALS;
  #blockedOthers = NO_SIGNALS;

  /** @param shared its word `pending` may change at any time */
  constructor(shared: SignalWords = { words: new Int32Array(2), pending: 0, blocked: 1 }) {
    this.#words = shared.words;
    this.#pending = shared.pending;
    this.#blocked = shared.blocked;
  }

  /** From now on they are in these words. To be called before any has come, or is blocked. */
  share(shared: SignalWords): void {
    this.#words = shared.words;
    this.#pending = shared.pending;
    this.#blocked = shared.blocked;
  }

  /** Whether one has come that some thread does not block. */
  get any(): boolean {
    const words = this.#words;
    return (
      (Atomics.load(words, this.#pending) & ~Atomics.load(words, this.#blocked)) !== 0 ||
      (this.#pendingOthers & ~this.#blockedOthers) !== NO_SIGNALS
    );
  }

  /** All that have come. */
  get all(): SignalSet {
    return this.#pendingOthers | BigInt(Atomics.load(this.#words, this.#pending) >>> 0);
  }

  /** The signals that every thread blocks. */
  get blocked(): SignalSet {
    return this.#blockedOthers | BigInt(Atomics.load(this.#words, this.#blocked) >>> 0);
  }

  set blocked(set: SignalSet) {
    this.#blockedOthers = set & ~SHARED;
    Atomics.store(this.#words, this.#blocked, lowWord(set));
  }

  raise(signal: number): void {
    const set = signalSet(signal);
    this.#pendingOthers |= set & ~SHARED;
    Atomics.or(this.#words, this.#pending, lowWord(set));
  }

  /** Takes the lowest one out that some thread does not block; 0 when there is none. */
  take(): number {
    return this.takeOf(~this.blocked);
  }

  /** Takes the lowest one of a set out, blocked or not; 0 when none has come. */
  takeOf(set: SignalSet): number {
    for (;;) {
      const signal = lowestSignal(this.all & set);
      if (signal === 0) return 0;
      const taken = signalSet(signal);
      if ((taken & SHARED) === NO_SIGNALS) {
        this.#pendingOthers &= ~taken;
        return signal;
      }
      const before = Atomics.and(this.#words, this.#pending, ~lowWord(taken));
      if ((before & lowWord(taken)) !== 0) return signal;
    }
  }
}

function lowWord(set: SignalSet): number {
  return Number(BigInt.asIntN(32, set));
}
