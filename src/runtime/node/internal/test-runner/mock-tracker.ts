import { invalidArgType, invalidArgValue } from '../errors.ts';
import { validateFunction, validateInteger } from '../validators.ts';
import { MockPropertyContext } from './mock-property-context.ts';
import { MockTimers } from './mock-timers.ts';

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
  readonly #original: AnyFunction;
  readonly #times: number;
  readonly #restore: () => void;
  #implementation: AnyFunction;

  constructor(implementation: AnyFunction, original: AnyFunction, times: number, restore: () => void) {
    this.#implementation = implementation;
    this.#original = original;
    this.#times = times;
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
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation: AnyFunction, onCall = this.#calls.length): void {
    validateFunction(implementation, 'implementation');
    validateInteger(onCall, 'onCall', this.#calls.length);
    this.#once.set(onCall, implementation);
  }

  restore(): void {
    this.#restore();
  }

  /** Calls for the mocked function, and remembers the call. */
  static call(
    context: MockFunctionContext,
    self: unknown,
    args: unknown[],
    made?: { readonly target: AnyFunction; readonly newTarget: AnyFunction },
  ): unknown {
    const index = context.#calls.length;
    const usual = index < context.#times ? context.#implementation : context.#original;
    const implementation = context.#once.get(index) ?? usual;
    context.#once.delete(index);
    let result: unknown;
    let error: unknown;
    try {
      result = made
        ? Reflect.construct(implementation, args, made.newTarget)
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
        target: made?.target,
        this: made ? result : self,
      };
      context.#calls.push(seen);
    }
  }
}

interface MockOptions {
  getter?: boolean;
  setter?: boolean;
  /** How often the mock stands in; from then on, the original does. */
  times?: number;
}

/** `mock` of `node:test` and of a test's context. @see https://nodejs.org/api/test.html#class-mocktracker */
export class MockTracker {
  #mocks: { restore(): void }[] = [];
  #timers: MockTimers | undefined;

  /** Timers that fire when the test says so. */
  get timers(): MockTimers {
    return (this.#timers ??= new MockTimers());
  }

  fn(
    original: unknown = () => undefined,
    implementation: unknown = original,
    options?: MockOptions,
  ): AnyFunction {
    if (isOptions(original)) return this.fn(undefined, undefined, original);
    if (isOptions(implementation)) return this.fn(original, original, implementation);
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    const first = original as AnyFunction;
    return this.#mock(first, implementation as AnyFunction, options, (context) =>
      context.mockImplementation(first),
    );
  }

  method(owner: object, name: PropertyKey, implementation?: unknown, options: MockOptions = {}): AnyFunction {
    if (isOptions(implementation)) return this.method(owner, name, undefined, implementation);
    if ((typeof owner !== 'object' || owner === null) && typeof owner !== 'function')
      throw invalidArgType('object', 'object', owner);
    const found = descriptorOf(owner, name);
    const kind = options.getter ? 'get' : options.setter ? 'set' : 'value';
    const original: unknown = found?.[kind];
    if (typeof original !== 'function') throw invalidArgValue('methodName', original, 'must be a method');
    if (implementation !== undefined) validateFunction(implementation, 'implementation');
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const mocked = this.#mock(
      original as AnyFunction,
      (implementation ?? original) as AnyFunction,
      options,
      () => {
        if (own) Object.defineProperty(owner, name, own);
        else Reflect.deleteProperty(owner, name);
      },
    );
    Object.defineProperty(owner, name, { ...found, configurable: true, [kind]: mocked });
    return mocked;
  }

  getter(owner: object, name: PropertyKey, implementation?: unknown, options?: MockOptions): AnyFunction {
    return this.#accessor('getter', owner, name, implementation, options);
  }

  setter(owner: object, name: PropertyKey, implementation?: unknown, options?: MockOptions): AnyFunction {
    return this.#accessor('setter', owner, name, implementation, options);
  }

  /** Puts a property in the place of another, and notes who reads and sets it. */
  property(owner: object, name: PropertyKey, value: unknown = Reflect.get(owner, name)): object {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const context = new MockPropertyContext(value, () => {
      if (own) Object.defineProperty(owner, name, own);
      else Reflect.deleteProperty(owner, name);
    });
    this.#mocks.push(context);
    Object.defineProperty(owner, name, {
      configurable: true,
      enumerable: own?.enumerable ?? true,
      get: () => context.read(),
      set: (next: unknown) => context.set(next),
    });
    return new Proxy(owner, {
      get: (target, key, receiver): unknown =>
        key === 'mock' ? context : (Reflect.get(target, key, receiver) as unknown),
    });
  }

  /** Puts everything back, and forgets the mocks. */
  reset(): void {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll(): void {
    for (const mock of this.#mocks) mock.restore();
  }

  #accessor(
    kind: 'getter' | 'setter',
    owner: object,
    name: PropertyKey,
    implementation: unknown,
    options?: MockOptions,
  ): AnyFunction {
    if (isOptions(implementation)) return this.#accessor(kind, owner, name, undefined, implementation);
    return this.method(owner, name, implementation, { ...options, [kind]: true });
  }

  #mock(
    original: AnyFunction,
    used: AnyFunction,
    options: MockOptions | undefined,
    restore: (context: MockFunctionContext) => void,
  ): AnyFunction {
    const times = options?.times ?? Infinity;
    if (times !== Infinity) validateInteger(times, 'options.times', 1);
    const context: MockFunctionContext = new MockFunctionContext(used, original, times, () =>
      restore(context),
    );
    this.#mocks.push(context);
    return new Proxy(original, {
      apply: (_target, self, args: unknown[]) => MockFunctionContext.call(context, self, args),
      construct: (target, args: unknown[], newTarget) =>
        MockFunctionContext.call(context, undefined, args, {
          target,
          newTarget: newTarget as AnyFunction,
        }) as object,
      get: (target, key, receiver): unknown =>
        key === 'mock' ? context : (Reflect.get(target, key, receiver) as unknown),
    });
  }
}

function isOptions(value: unknown): value is MockOptions {
  return typeof value === 'object' && value !== null;
}

function descriptorOf(owner: object, name: PropertyKey): PropertyDescriptor | undefined {
  for (let at: object | null = owner; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return found;
  }
  return undefined;
}
