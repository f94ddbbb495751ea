/**
 * `node:async_hooks`: AsyncLocalStorage, AsyncResource, and hooks into the life of what the host itself calls back: timers, immediates,
 * ticks, files, ports and workers. Promises are the browser's, which tells nobody.
 *
 * @see https://nodejs.org/api/async_context.html
 */
import { currentContext, enterContext, runInContext } from './internal/async-context.ts';
import {
  createHook,
  currentResource,
  destroyResource,
  initResource,
  runAsResource,
} from './internal/async-hook.ts';
import { nodeError } from './internal/errors.ts';
import { validateFunction, validateObject, validateString } from './internal/validators.ts';

/** The kinds of provider, which Node counts up from zero. */
const asyncWrapProviders = Object.freeze(Object.assign(Object.create(null) as object, { NONE: 0 }));

interface AsyncResourceOptions {
  triggerAsyncId?: number | undefined;
  requireManualDestroy?: boolean | undefined;
}

type AnyFunction<This = unknown> = (this: This, ...args: never[]) => unknown;

/** @see https://nodejs.org/api/async_context.html#class-asyncresource */
export class AsyncResource {
  readonly #asyncId: number;
  readonly #triggerAsyncId: number;
  readonly #context = currentContext();

  constructor(type: string, options: AsyncResourceOptions | number = {}) {
    validateString(type, 'type');
    const given = typeof options === 'number' ? { triggerAsyncId: options } : options;
    if (
      given.triggerAsyncId !== undefined &&
      !(Number.isSafeInteger(given.triggerAsyncId) && given.triggerAsyncId >= -1)
    )
      throw nodeError(
        'ERR_INVALID_ASYNC_ID',
        `Invalid triggerAsyncId value: ${given.triggerAsyncId}`,
        RangeError,
      );
    this.#triggerAsyncId = given.triggerAsyncId ?? currentResource().asyncId;
    this.#asyncId = initResource(type, this, this.#triggerAsyncId);
  }

  /** Calls `callback` in the context in which this resource was made. */
  runInAsyncScope<This, Args extends unknown[], Result>(
    callback: (this: This, ...args: Args) => Result,
    thisArg?: This,
    ...args: Args
  ): Result {
    return runAsResource(this.#asyncId, () => runInContext(this.#context, callback, thisArg as This, args));
  }

  emitDestroy(): this {
    destroyResource(this.#asyncId);
    return this;
  }

  asyncId(): number {
    return this.#asyncId;
  }

  triggerAsyncId(): number {
    return this.#triggerAsyncId;
  }

  bind<Callback extends AnyFunction>(callback: Callback): Callback {
    validateFunction(callback, 'fn');
    const { runInAsyncScope } = this as { runInAsyncScope: (...args: unknown[]) => unknown };
    const bound = (...args: unknown[]) => runInAsyncScope.call(this, callback, undefined, ...args);
    Object.defineProperty(bound, 'length', { value: callback.length, configurable: true });
    return bound as unknown as Callback;
  }

  static bind<Callback extends AnyFunction>(callback: Callback, type?: string): Callback {
    return new AsyncResource(type || callback.name || 'bound-anonymous-fn').bind(callback);
  }
}

interface AsyncLocalStorageOptions<Store> {
  defaultValue?: Store;
  name?: string;
}

/** @see https://nodejs.org/api/async_context.html#class-asynclocalstorage */
export class AsyncLocalStorage<Store = unknown> {
  readonly #defaultValue: Store | undefined;
  readonly #name: string;

  constructor(options: AsyncLocalStorageOptions<Store> = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    this.#name = options.name === undefined ? '' : String(options.name);
  }

  get name(): string {
    return this.#name;
  }

  static bind<Callback extends AnyFunction>(callback: Callback): Callback {
    return AsyncResource.bind(callback);
  }

  static snapshot(): <Args extends unknown[], Result>(
    callback: (...args: Args) => Result,
    ...args: Args
  ) => Result {
    return AsyncLocalStorage.bind((callback: AnyFunction, ...args: never[]) => callback(...args)) as never;
  }

  disable(): void {
    const rest = new Map(currentContext());
    rest.delete(this);
    enterContext(rest);
  }

  enterWith(store: Store): void {
    enterContext(new Map(currentContext()).set(this, store));
  }

  run<Args extends unknown[], Result>(
    store: Store,
    callback: (...args: Args) => Result,
    ...args: Args
  ): Result {
    const before = currentContext();
    this.enterWith(store);
    try {
      return Reflect.apply(callback, null, args);
    } finally {
      enterContext(before);
    }
  }

  /** Has `store` until it is disposed of. */
  withScope(store: Store): Disposable {
    const before = currentContext();
    this.enterWith(store);
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        if (isOpen) enterContext(before);
        isOpen = false;
      },
    };
  }

  exit<Args extends unknown[], Result>(callback: (...args: Args) => Result, ...args: Args): Result {
    return this.run(undefined as Store, callback, ...args);
  }

  getStore(): Store | undefined {
    const context = currentContext();
    return context?.has(this) ? (context.get(this) as Store) : this.#defaultValue;
  }
}

export default {
  AsyncLocalStorage,
  createHook,
  executionAsyncId: () => currentResource().asyncId,
  triggerAsyncId: () => currentResource().triggerAsyncId,
  executionAsyncResource: () => currentResource().resource,
  asyncWrapProviders,
  AsyncResource,
};
