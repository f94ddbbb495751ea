import { ref, unref } from '../../thread/event-loop.ts';
import { type QueuedTimer, queueTimer, removeTimer } from '../../thread/timer-queue.ts';
import { currentContext, runInContext } from './async-context.ts';
import { endResource, runResource, startResource } from './async-resources.ts';
import { emitWarning } from './emit-warning.ts';
import { offerPromised } from './promised-timers.ts';
import { validateFunction } from './validators.ts';

type TimerCallback = (this: Timeout, ...args: never[]) => unknown;

/** The longest delay that a 32-bit timer can have. */
const MAX_DELAY_MS = 2 ** 31 - 1;

const byId = new Map<number, Timeout>();
let nextId = 1;

/** What `setTimeout` and `setInterval` return. The underscored fields are those that Node shows when one is printed. */
export class Timeout {
  _idleTimeout: number;
  _idlePrev = null;
  _idleNext = null;
  _idleStart: number | null = null;
  _onTimeout: TimerCallback | null;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed = false;
  readonly #queued: QueuedTimer;
  readonly #id = nextId++;
  readonly #resource: number;
  readonly #context = currentContext();
  #refed = true;
  #running = false;

  constructor(callback: TimerCallback, delayMs: number, args: unknown[], repeats: boolean) {
    this._idleTimeout = delayMs;
    this._onTimeout = callback;
    this._timerArgs = args.length > 0 ? args : undefined;
    this._repeat = repeats ? delayMs : null;
    this.#resource = startResource('Timeout', this);
    this.#queued = { expiryMs: 0, sequence: 0, position: -1, run: () => this.#run() };
    this.#start();
  }

  ref(): this {
    // Anything may be `this`, and is then left alone.
    if (!(#refed in this)) return this;
    if (!this.#refed && this.#running) ref();
    this.#refed = true;
    return this;
  }

  unref(): this {
    if (!(#refed in this)) return this;
    if (this.#refed && this.#running) unref();
    this.#refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }

  /** Starts the delay anew, also after the timer has fired. */
  refresh(): this {
    if (this._onTimeout !== null) this.#start();
    return this;
  }

  close(): this {
    clearTimeout(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    byId.set(this.#id, this);
    return this.#id;
  }

  [Symbol.dispose](): void {
    clearTimeout(this);
  }

  /** Stops the timer; `clearTimeout` calls it. */
  static stop(timer: Timeout): void {
    timer._onTimeout = null;
    timer._idleTimeout = -1;
    timer.#finish();
    removeTimer(timer.#queued);
  }

  #start(): void {
    queueTimer(this.#queued, this._idleTimeout);
    this._idleStart = this.#queued.expiryMs - this._idleTimeout;
    this._destroyed = false;
    if (this.#running) return;
    this.#running = true;
    if (this.#refed) ref();
  }

  #run(): void {
    try {
      const callback = this._onTimeout;
      if (callback) {
        const args = (this._timerArgs ?? []) as never[];
        runResource(this.#resource, () => runInContext(this.#context, callback, this, args));
      }
    } finally {
      // The callback may have cleared or refreshed the timer.
      if (this._repeat && this._idleTimeout !== -1) {
        this._idleTimeout = this._repeat;
        this.#start();
      } else if (this.#queued.position === -1) {
        this.#finish();
      }
    }
  }

  #finish(): void {
    this._destroyed = true;
    endResource(this.#resource);
    byId.delete(this.#id);
    if (!this.#running) return;
    this.#running = false;
    if (this.#refed) unref();
  }
}

/** @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export function setTimeout(callback: TimerCallback, delay?: number, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delayOf(delay), args, false);
}

offerPromised(setTimeout, 'setTimeout');

/** @see https://nodejs.org/api/timers.html#setintervalcallback-delay-args */
export function setInterval(callback: TimerCallback, delay?: number, ...args: unknown[]): Timeout {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delayOf(delay), args, true);
}

/** Stops a timer or an interval, given by its object or by its number. What is no timer is ignored. */
export function clearTimeout(timer: unknown): void {
  if (timer instanceof Timeout) {
    Timeout.stop(timer);
    return;
  }
  if (typeof timer !== 'number' && typeof timer !== 'string') return;
  const known = byId.get(Number(timer));
  if (known) Timeout.stop(known);
}

function delayOf(delay: number | undefined): number {
  const delayMs = Number(delay);
  if (delayMs >= 1 && delayMs <= MAX_DELAY_MS) return Math.trunc(delayMs);
  if (delayMs > MAX_DELAY_MS) {
    emitWarning(
      `${delayMs} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
      'TimeoutOverflowWarning',
    );
  } else if (delayMs < 0) {
    emitWarning(`${delayMs} is a negative number.\nTimeout duration was set to 1.`, 'TimeoutNegativeWarning');
  } else if (delay !== undefined && Number.isNaN(delayMs)) {
    emitWarning(`${delay} is not a number.\nTimeout duration was set to 1.`, 'TimeoutNaNWarning');
  }
  return 1;
}
