import { SIGNALS, signalName, type SignalName } from '../../protocol/signals.ts';
import { invalidArgType, nodeError } from './errors.ts';
import { format } from './inspect.ts';

/**
 * The number of a signal that a program names, in any case, or numbers.
 *
 * @throws ERR_UNKNOWN_SIGNAL
 */
export function toSignalNumber(signal: unknown): number {
  if (typeof signal === 'number' && signalName(signal) !== undefined) return signal;
  if (typeof signal === 'string') {
    const name = signal.toUpperCase();
    if (Object.hasOwn(SIGNALS, name)) return SIGNALS[name as SignalName];
  }
  throw nodeError('ERR_UNKNOWN_SIGNAL', format('Unknown signal: %s', signal), TypeError);
}

/**
 * The number of `options.killSignal`, SIGTERM by default.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL
 */
export function readKillSignal(option: unknown): number {
  if (option === undefined || option === null) return SIGNALS.SIGTERM;
  if (typeof option === 'string' || typeof option === 'number') return toSignalNumber(option);
  throw invalidArgType('options.killSignal', ['string', 'number'], option);
}
