import { builtInModule } from '../../built-in-modules.ts';
import { AbortError, invalidArgType, invalidArgValue, nodeError } from '../errors.ts';
import { mockDateClass } from './mock-date.ts';

const apis = [
  'setInterval',
  'setTimeout',
  'setImmediate',
  'Date',
  'scheduler.wait',
  'AbortSignal.timeout',
] as const;
type Api = (typeof apis)[number];
type Callback = (...args: unknown[]) => unknown;

/** What a mocked `setTimeout` returns. */
class Timeout {
  constructor(
    readonly id: number,
    readonly callback: Callback,
    public runAt: number,
    readonly interval: number | undefined,
    readonly args: readonly unknown[],
  ) {}

  hasRef(): boolean {
    return true;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  refresh(): this {
    return this;
  }
}

/** `mock.timers`: timers that fire when the test says so. @see https://nodejs.org/api/test.html#class-mocktimers */
export class MockTimers {
  #isEnabled = false;
  #nowMs = 0;
  #lastId = 0;
  #queue: Timeout[] = [];
  #undo: (() => void)[] = [];

  enable(options: { apis?: readonly string[]; now?: number | Date } = {}): void {
    if (this.#isEnabled)
      throw nodeError('ERR_INVALID_STATE', 'Invalid state: MockTimers is already enabled!');
    const wanted = options.apis ?? apis;
    if (!Array.isArray(wanted)) throw invalidArgType('options.apis', 'Array', wanted);
    for (const api of wanted as string[]) {
      if (!(apis as readonly string[]).includes(api))
        throw invalidArgValue('options.apis', api, `option ${api} is not supported`);
    }
    const now = options.now ?? 0;
    if (typeof now !== 'number' && !(now instanceof Date))
      throw invalidArgType('now', ['number', 'Date'], now);
    this.#nowMs = Number(now);
    if (this.#nowMs < 0) throw invalidArgValue('now', now, 'epoch must be a positive integer');
    this.#isEnabled = true;
    for (const api of wanted as Api[]) this.#replacements[api]();
  }

  /** Lets time pass, and runs what is due by its end. */
  tick(timeMs = 1): void {
    this.#checkEnabled();
    if (timeMs < 0) throw invalidArgValue('time', 'positive integer', String(timeMs));
    this.#nowMs += timeMs;
    for (let timer = this.#first(); timer && timer.runAt <= this.#nowMs; timer = this.#first()) {
      Reflect.apply(timer.callback, undefined, timer.args);
      const isQueued = this.#clear(timer);
      if (!isQueued || timer.interval === undefined) continue;
      timer.runAt += timer.interval;
      this.#queue.push(timer);
    }
  }

  /** Lets time pass until the last timer is due. */
  runAll(): void {
    this.#checkEnabled();
    const last = Math.max(...this.#queue.map(({ runAt }) => runAt));
    if (this.#queue.length > 0) this.tick(last - this.#nowMs);
  }

  setTime(timeMs = 0): void {
    this.#checkEnabled();
    this.#nowMs = timeMs;
  }

  reset(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.#queue = [];
    this.#isEnabled = false;
  }

  [Symbol.dispose](): void {
    this.reset();
  }

  readonly #replacements: Record<Api, () => void> = {
    setTimeout: () => {
      this.#replaceTimer('setTimeout', 'clearTimeout', (delay, callback, args) =>
        this.#add(delay, callback, args),
      );
      this.#replace(promised(), 'setTimeout', (delay?: number, value?: unknown, options?: SignalOptions) =>
        this.#later(delay, value, options),
      );
    },
    setInterval: () => {
      this.#replaceTimer('setInterval', 'clearInterval', (delay, callback, args) =>
        this.#add(delay, callback, args, delay ?? 1),
      );
      this.#replace(promised(), 'setInterval', (delay?: number, value?: unknown, options?: SignalOptions) =>
        this.#each(delay, value, options),
      );
    },
    setImmediate: () => {
      const add = (callback: Callback, ...args: unknown[]): Timeout => this.#add(-1, callback, args);
      for (const owner of [globalThis, builtInModule('timers') as object]) {
        this.#replace(owner, 'setImmediate', add);
        this.#replace(owner, 'clearImmediate', (timer: unknown) => void this.#clear(timer));
      }
      this.#replace(promised(), 'setImmediate', (value?: unknown, options?: SignalOptions) =>
        this.#later(-1, value, options),
      );
    },
    Date: () =>
      this.#replace(
        globalThis,
        'Date',
        mockDateClass(() => this.#nowMs),
      ),
    'scheduler.wait': () => {
      const { scheduler } = promised() as { scheduler: object };
      this.#replace(scheduler, 'wait', (delay?: number, options?: SignalOptions) =>
        this.#later(delay, undefined, options),
      );
    },
    'AbortSignal.timeout': () => {
      this.#replace(AbortSignal, 'timeout', (delay: number) => {
        const controller = new AbortController();
        this.#add(delay, () => controller.abort(), []);
        return controller.signal;
      });
    },
  };

  #replaceTimer(
    set: string,
    clear: string,
    add: (delay: number | undefined, callback: Callback, args: unknown[]) => Timeout,
  ): void {
    for (const owner of [globalThis, builtInModule('timers') as object]) {
      this.#replace(owner, set, (callback: Callback, delay?: number, ...args: unknown[]) =>
        add(delay, callback, args),
      );
      this.#replace(owner, clear, (timer: unknown) => void this.#clear(timer));
    }
  }

  #replace(owner: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: before?.enumerable ?? true,
    });
    this.#undo.push(() => {
      if (before) Object.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
  }

  #add(delay: number | undefined, callback: Callback, args: readonly unknown[], interval?: number): Timeout {
    const timer = new Timeout(++this.#lastId, callback, this.#nowMs + (delay ?? 1), interval, args);
    this.#queue.push(timer);
    return timer;
  }

  /** The timer that is due first; of several, the one that was made first. */
  #first(): Timeout | undefined {
    let first: Timeout | undefined;
    for (const timer of this.#queue) if (!first || timer.runAt < first.runAt) first = timer;
    return first;
  }

  /** Whether the timer was still there. */
  #clear(timer: unknown): boolean {
    const index = this.#queue.findIndex((queued) => queued === timer || queued.id === timer);
    if (index >= 0) this.#queue.splice(index, 1);
    return index >= 0;
  }

  #later(delay: number | undefined, value: unknown, { signal }: SignalOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(aborted(signal));
        return;
      }
      const timer = this.#add(delay, () => resolve(value), []);
      signal?.addEventListener('abort', () => {
        this.#clear(timer);
        reject(aborted(signal));
      });
    });
  }

  async *#each(
    delay: number | undefined,
    value: unknown,
    { signal }: SignalOptions = {},
  ): AsyncGenerator<unknown, void> {
    let due = 0;
    let wake = (): void => undefined;
    const timer = this.#add(
      delay,
      () => {
        due += 1;
        wake();
      },
      [],
      delay ?? 1,
    );
    signal?.addEventListener('abort', () => wake());
    try {
      for (;;) {
        if (due === 0 && !signal?.aborted) await new Promise<void>((resolve) => (wake = resolve));
        if (signal?.aborted) throw aborted(signal);
        due -= 1;
        yield value;
      }
    } finally {
      this.#clear(timer);
    }
  }

  #checkEnabled(): void {
    if (this.#isEnabled) return;
    throw nodeError(
      'ERR_INVALID_STATE',
      'Invalid state: You should enable MockTimers first by calling the .enable function',
    );
  }
}

interface SignalOptions {
  readonly signal?: AbortSignal;
}

function promised(): object {
  return builtInModule('timers/promises') as object;
}

function aborted(signal: AbortSignal): AbortError {
  return new AbortError(undefined, { cause: signal.reason as unknown });
}
