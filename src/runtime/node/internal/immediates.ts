import {
  cancelImmediate,
  queueImmediate,
  type QueuedImmediate,
  setImmediateRef,
} from '../../thread/event-loop.ts';
import { bindToContext } from './async-context.ts';
import { endResource, runResource, startResource } from './async-resources.ts';
import { offerPromised } from './promised-timers.ts';
import { validateFunction } from './validators.ts';

type ImmediateCallback = (...args: never[]) => unknown;

/** What `setImmediate` returns. The underscored fields are those that Node shows when one is printed. */
export class Immediate {
  _idleNext = null;
  _idlePrev = null;
  _onImmediate: ImmediateCallback | null;
  _argv: unknown[] | undefined;
  _destroyed = false;
  readonly #queued: QueuedImmediate;
  readonly #resource: number;

  constructor(callback: ImmediateCallback, args: unknown[]) {
    const bound = bindToContext<never[], unknown>(callback);
    this._onImmediate = bound;
    this._argv = args.length > 0 ? args : undefined;
    this.#resource = startResource('Immediate', this);
    this.#queued = queueImmediate(() => {
      this._destroyed = true;
      // With it, V8 would name the callback after the property in stack traces.
      this._onImmediate = null;
      runResource(this.#resource, () => Reflect.apply(bound, this, args));
      endResource(this.#resource);
    });
  }

  ref(): this {
    setImmediateRef(this.#queued, true);
    return this;
  }

  unref(): this {
    setImmediateRef(this.#queued, false);
    return this;
  }

  hasRef(): boolean {
    return this.#queued.state === 'queued' && this.#queued.refed;
  }

  [Symbol.dispose](): void {
    clearImmediate(this);
  }

  /** Forgets the callback; `clearImmediate` calls it. */
  static stop(immediate: Immediate): void {
    immediate._destroyed = true;
    immediate._onImmediate = null;
    cancelImmediate(immediate.#queued);
    endResource(immediate.#resource);
  }
}

/** @see https://nodejs.org/api/timers.html#setimmediatecallback-args */
export function setImmediate(callback: ImmediateCallback, ...args: unknown[]): Immediate {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args);
}

offerPromised(setImmediate, 'setImmediate');

/** Forgets an immediate that has not run; what is no immediate is ignored. */
export function clearImmediate(immediate: unknown): void {
  if (immediate instanceof Immediate && !immediate._destroyed) Immediate.stop(immediate);
}
