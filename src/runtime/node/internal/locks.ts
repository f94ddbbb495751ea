/**
 * `worker_threads.locks`: named locks between the threads of a process. The kernel holds them, so that those of a thread that has
 * ended are free again.
 *
 * @see https://nodejs.org/api/worker_threads.html#worker_threadslocks
 */
import type { LockMode, LockRequest } from '../../protocol/lock-calls.ts';
import { enter, runGuarded } from '../../thread/event-loop.ts';
import { callSync, onKernelEvent } from '../../thread/system-calls.ts';
import { thread } from '../../thread/thread-state.ts';
import type diagnosticsChannel from '../diagnostics-channel.ts';
import { bindToContext } from './async-context.ts';
import { nodeError } from './errors.ts';
import { validateAbortSignal, validateFunction } from './validators.ts';

/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: '../diagnostics-channel.ts') => { default: typeof diagnosticsChannel };

const internal = Symbol('internal');

/** A lock that is held. @see https://w3c.github.io/web-locks/#api-lock */
class Lock {
  readonly #name: string;
  readonly #mode: LockMode;

  constructor(key: unknown, name: string, mode: LockMode) {
    if (key !== internal) throw illegalConstructor();
    this.#name = name;
    this.#mode = mode;
  }

  get name(): string {
    if (!(#name in this)) throw invalidThis('Lock');
    return this.#name;
  }

  get mode(): LockMode {
    if (!(#mode in this)) throw invalidThis('Lock');
    return this.#mode;
  }
}

type LockCallback = (lock: Lock | null) => unknown;

/** @see https://w3c.github.io/web-locks/#api-lock-manager */
class LockManager {
  constructor(key: unknown) {
    if (key !== internal) throw illegalConstructor();
  }

  async request(name: unknown, optionsOrCallback: unknown, last?: unknown): Promise<unknown> {
    const callback = last ?? optionsOrCallback;
    const options = last === undefined ? undefined : optionsOrCallback;
    const lockName = readName(name);
    validateFunction(callback, 'callback');
    const { signal, ...wanted } = readOptions(options);
    const request = { ...wanted, name: lockName };
    checkCombination(request, signal);
    publish('start', request);
    return signal
      ? requestWithSignal(request, signal, callback as LockCallback)
      : requestLock(request, callback as LockCallback);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is what the promise is rejected with
  async query(): Promise<object> {
    if (!(this instanceof LockManager)) throw invalidThis('LockManager');
    const { held, pending } = callSync('lock.query');
    const clientId = `node-${thread.pid}-${thread.tid}`;
    const shown = (locks: typeof held): object[] => locks.map(({ name, mode }) => ({ name, mode, clientId }));
    return { held: shown(held), pending: shown(pending) };
  }
}

for (const [Class, names] of [
  [Lock, ['name', 'mode']],
  [LockManager, ['request', 'query']],
] as const) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** @see https://nodejs.org/api/worker_threads.html#worker_threadslocks */
export const locks = new LockManager(internal);

// ── granting ────────────────────────────────────────────────────────────────────────────────────────────────

/** A request that has not ended: it waits, or holds its lock. */
interface OpenRequest {
  /** Runs the program's callback, and releases the lock when its promise has settled. */
  readonly grant: () => void;
  /** Ends it with an error. */
  readonly fail: (error: unknown) => void;
}

const open = new Map<number, OpenRequest>();
let lastNumber = 0;

function requestLock(request: LockRequest, callback: LockCallback): Promise<unknown> {
  const number = ++lastNumber;
  const run = bindToContext(callback);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void, error?: unknown): void => {
      if (!open.delete(number)) return;
      publish('end', request, error);
      settle();
      grantAll(callSync('lock.release', number));
    };
    const fail = (error: unknown): void => end(() => reject(error), error);
    const runWith = (lock: Lock | null): void => {
      publish(lock ? 'grant' : 'miss', request);
      let result: unknown;
      try {
        result = run(lock);
      } catch (error) {
        fail(error);
        return;
      }
      if (isThenable(result)) result.then((value) => end(() => resolve(value)), fail);
      else end(() => resolve(result));
    };
    const grant = (): void => runWith(new Lock(internal, request.name, request.mode));
    open.set(number, { grant, fail });
    const { state, robbed } = callSync('lock.request', number, request);
    for (const victim of robbed) open.get(victim)?.fail(stolenError());
    if (state === 'granted') grant();
    else if (state === 'missed') runWith(null);
  });
}

/** A request that was aborted stays in its queue, as in Node, and gives the lock back when it gets it. */
function requestWithSignal(
  request: LockRequest,
  signal: AbortSignal,
  callback: LockCallback,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let granted = false;
    const onAbort = (): void => {
      if (!granted) reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const released = requestLock(request, (lock) =>
      Promise.resolve().then(() => {
        if (signal.aborted) return undefined;
        granted = true;
        return callback(lock);
      }),
    );
    released.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function grantAll(numbers: readonly number[]): void {
  for (const number of numbers) runGuarded(() => open.get(number)?.grant());
}

onKernelEvent('lock-granted', ({ lock }) => enter(() => open.get(lock)?.grant()));
onKernelEvent('lock-stolen', ({ lock }) => enter(() => open.get(lock)?.fail(stolenError())));

function stolenError(): DOMException {
  return new DOMException('The operation was aborted', 'AbortError');
}

// ── arguments ───────────────────────────────────────────────────────────────────────────────────────────────

function readName(name: unknown): string {
  if (typeof name !== 'symbol') return `${name as string}`;
  throw nodeError(
    'ERR_INVALID_ARG_TYPE',
    'Value is a Symbol and cannot be converted to a string.',
    TypeError,
  );
}

function readOptions(given: unknown): Omit<LockRequest, 'name'> & { signal: AbortSignal | undefined } {
  const options = (given ?? {}) as Partial<Record<'mode' | 'ifAvailable' | 'steal' | 'signal', unknown>>;
  const mode = readMode(options.mode);
  const [ifAvailable, steal] = [Boolean(options.ifAvailable), Boolean(options.steal)];
  const { signal } = options;
  if (signal !== undefined && (signal === null || !['object', 'function'].includes(typeof signal))) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'signal is not an object.', TypeError);
  }
  validateAbortSignal(signal, 'options.signal');
  signal?.throwIfAborted();
  return { mode, ifAvailable, steal, signal };
}

function readMode(given: unknown): LockMode {
  const mode = given === undefined ? 'exclusive' : `${given as string}`;
  if (mode === 'exclusive' || mode === 'shared') return mode;
  const message = `mode '${mode}' is not a valid enum value of type LockMode.`;
  throw nodeError('ERR_INVALID_ARG_VALUE', message, TypeError);
}

function checkCombination(
  { name, mode, ifAvailable, steal }: LockRequest,
  signal: AbortSignal | undefined,
): void {
  const refusal = [
    name.startsWith('-') && 'Lock name may not start with hyphen',
    ifAvailable && steal && 'ifAvailable and steal are mutually exclusive',
    steal && mode === 'shared' && 'mode: "shared" and steal are mutually exclusive',
    signal && (steal || ifAvailable) && 'signal cannot be used with steal or ifAvailable',
  ].find((message) => typeof message === 'string');
  if (refusal !== undefined) throw new DOMException(refusal, 'NotSupportedError');
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === 'function';
}

/** Tells who has subscribed to `locks.request.…` of `diagnostics_channel`. */
function publish(step: 'start' | 'grant' | 'miss' | 'end', request: LockRequest, error?: unknown): void {
  const channel = require('../diagnostics-channel.ts').default.channel(`locks.request.${step}`);
  if (!channel.hasSubscribers) return;
  const { name, mode, ifAvailable, steal } = request;
  channel.publish(step === 'end' ? { name, mode, ifAvailable, steal, error } : { name, mode });
}

function illegalConstructor(): Error {
  return nodeError('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
}

function invalidThis(Class: string): Error {
  return nodeError('ERR_INVALID_THIS', `Value of "this" must be of type ${Class}`, TypeError);
}
