import { unavailable } from '../errors.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** One call of a mocked function. */
interface MockCall {
  readonly arguments: readonly unknown[];
  readonly error: unknown;
  readonly result: unknown;
  readonly stack: Error;
  readonly target: unknown;
  readonly this: unknown;
}

/** What `mocked.mock` tells. @see https://nodejs.org/api/test.html#class-mockfunctioncontext */
class MockFunctionContext {
  readonly #calls: MockCall[] = [];
  readonly #once = new Map<number, AnyFunction>();
  readonly #restore: () => void;
  #implementation: AnyFunction;

  constructor(implementation: AnyFunction, restore: () => void) {
    this.#implementation = implementation;
    this.#restore = restore;
  }

  get calls(): MockCall[] {
    return [...this.#calls];
  }

  callCount(): number {
    return this.#calls.length;
  }

  resetCalls(): void {
    this.#calls.length = 0;
  }

  mockImplementation(implementation: AnyFunction): void {
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation: AnyFunction, onCall = this.#calls.length): void {
    this.#once.set(onCall, implementation);
  }

  restore(): void {
    this.#restore();
  }

  /** Calls for the mocked function, and remembers the call. */
  static call(context: MockFunctionContext, self: unknown, args: unknown[], target?: AnyFunction): unknown {
    const index = context.#calls.length;
    const implementation = context.#once.get(index) ?? context.#implementation;
    context.#once.delete(index);
    let result: unknown;
    let error: unknown;
    try {
      result = target
        ? Reflect.construct(implementation, args, target)
        : Reflect.apply(implementation, self, args);
      return result;
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const seen = {
        arguments: args,
        error,
        result,
        stack: new Error(),
        target,
        this: target ? result : self,
      };
      context.#calls.push(seen);
    }
  }
}

/** `mock` of `node:test` and of a test's context. @see https://nodejs.org/api/test.html#class-mocktracker */
export class MockTracker {
  readonly #mocks: MockFunctionContext[] = [];

  fn(original: unknown = () => undefined, implementation: unknown = original): AnyFunction {
    const first = original as AnyFunction;
    const used = typeof implementation === 'function' ? (implementation as AnyFunction) : first;
    return this.#mock(first, used, (context) => context.mockImplementation(first));
  }

  method(owner: object, name: PropertyKey, implementation?: unknown): AnyFunction {
    const original = Reflect.get(owner, name) as AnyFunction;
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const used = typeof implementation === 'function' ? (implementation as AnyFunction) : original;
    const mocked = this.#mock(original, used, () => {
      if (own) Object.defineProperty(owner, name, own);
      else Reflect.deleteProperty(owner, name);
    });
    Object.defineProperty(owner, name, {
      configurable: true,
      enumerable: own?.enumerable ?? false,
      writable: true,
      value: mocked,
    });
    return mocked;
  }

  get timers(): never {
    throw unavailable('mock.timers');
  }

  reset(): void {
    this.restoreAll();
    this.#mocks.length = 0;
  }

  restoreAll(): void {
    for (const mock of this.#mocks) mock.restore();
  }

  #mock(
    original: AnyFunction,
    used: AnyFunction,
    restore: (context: MockFunctionContext) => void,
  ): AnyFunction {
    const context: MockFunctionContext = new MockFunctionContext(used, () => restore(context));
    this.#mocks.push(context);
    return new Proxy(original, {
      apply: (_target, self, args: unknown[]) => MockFunctionContext.call(context, self, args),
      construct: (_target, args: unknown[], target) =>
        MockFunctionContext.call(context, undefined, args, target as AnyFunction) as object,
      get: (target, key, receiver): unknown =>
        key === 'mock' ? context : (Reflect.get(target, key, receiver) as unknown),
    });
  }
}
