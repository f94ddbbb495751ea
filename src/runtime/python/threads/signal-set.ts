/** A set of signals: bit `n` is signal `n`. */
export type SignalSet = bigint;

export const NO_SIGNALS: SignalSet = 0n;

/** The set of one signal. */
export function signalSet(signal: number): SignalSet {
  return 1n << BigInt(signal);
}

/** The lowest signal of a set, 0 of the empty one. */
export function lowestSignal(set: SignalSet): number {
  return set === NO_SIGNALS ? 0 : (set & -set).toString(2).length - 1;
}
