/**
 * `node:timers/promises`.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/timers/promises.js
 */
import { AbortError, nodeError } from './internal/errors.ts';
import { clearImmediate, setImmediate as startImmediate } from './internal/immediates.ts';
import {
  clearTimeout,
  setInterval as startInterval,
  setTimeout as startTimeout,
} from './internal/timeouts.ts';
import {
  validateAbortSignal,
  validateBoolean,
  validateNumber,
  validateObject,
} from './internal/validators.ts';

interface TimerOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** What can be called off and need not keep the thread alive. */
interface Waiting {
  unref(): unknown;
}

const illegal = Symbol('only the scheduler itself constructs one');

/** Resolves to `value` after `delay` milliseconds. */
async function setTimeout<Value>(delay?: number, value?: Value, options: TimerOptions = {}): Promise<Value> {
  if (delay !== undefined) validateNumber(delay, 'delay');
  return waitFor(options, (resolve) => startTimeout(() => resolve(value as Value), delay), clearTimeout);
}

/** Resolves to `value` in the next round of immediates. */
async function setImmediate<Value>(value?: Value, options: TimerOptions = {}): Promise<Value> {
  return waitFor(options, (resolve) => startImmediate(() => resolve(value as Value)), clearImmediate);
}

/** Yields `value` every `delay` milliseconds; ticks that were missed meanwhile are made up for. */
async function* setInterval<Value>(
  delay?: number,
  value?: Value,
  options: TimerOptions = {},
): AsyncGenerator<Value> {
  validateOptions(options);
  if (delay !== undefined) validateNumber(delay, 'delay');
  const { signal, ref = true } = options;
  throwIfAborted(signal);
  let missed = 0;
  let wake: (() => void) | undefined;
  const interval = startInterval(() => {
    missed += 1;
    wake?.();
  }, delay);
  if (!ref) interval.unref();
  const onAbort = (): void => {
    clearTimeout(interval);
    wake?.();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      throwIfAborted(signal);
      if (missed === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (; missed > 0; missed--) yield value as Value;
    }
  } finally {
    clearTimeout(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor(key?: symbol) {
    if (key !== illegal) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
  }

  /** Resolves in the next round of immediates. */
  yield(): Promise<void> {
    return setImmediate();
  }

  /** Resolves after `delay` milliseconds. */
  wait(delay: number, options?: TimerOptions): Promise<void> {
    return setTimeout(delay, undefined, options);
  }
}

export default { setTimeout, setImmediate, setInterval, scheduler: new Scheduler(illegal) };

function waitFor<Value, Handle extends Waiting>(
  options: TimerOptions,
  start: (resolve: (value: Value) => void) => Handle,
  stop: (handle: Handle) => void,
): Promise<Value> {
  validateOptions(options);
  const { signal, ref = true } = options;
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      stop(handle);
      reject(abortError(signal));
    };
    const handle = start((value) => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) handle.unref();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function validateOptions(options: TimerOptions): void {
  validateObject(options, 'options');
  validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

function abortError(signal: AbortSignal | undefined): Error {
  return new AbortError(undefined, { cause: signal?.reason });
}
