import assert from '../../assert.ts';
import { validateFunction, validateObject } from '../validators.ts';
import { MockTracker } from './mock-tracker.ts';
import { declare } from './declare.ts';
import type { HookName, TestBody, TestNode } from './test-node.ts';
import { waitFor } from './wait-for.ts';

const notInTests = new Set(['Assert', 'AssertionError', 'strict']);

/** What a test's function gets. @see https://nodejs.org/api/test.html#class-testcontext */
export class TestContext {
  /** Tests are not repeated. */
  readonly attempt = 0;
  readonly #node: TestNode;
  #mock: MockTracker | undefined;
  #assert: object | undefined;

  constructor(node: TestNode) {
    this.#node = node;
  }

  get name(): string {
    return this.#node.name;
  }

  get fullName(): string {
    return this.#node.fullName;
  }

  /** Its functions are put back when the test is over. */
  get mock(): MockTracker {
    if (!this.#mock) {
      const mock = new MockTracker();
      this.#mock = mock;
      this.#node.cleanups.push(() => mock.reset());
    }
    return this.#mock;
  }

  /** `node:assert`, whose calls count for a `plan()` that came before. */
  get assert(): object {
    const isPlanned = this.#node.planned !== undefined;
    this.#assert ??= Object.fromEntries(
      Object.entries(assert as object)
        .filter(([name]) => !notInTests.has(name))
        .map(([name, check]) => [name, isPlanned ? this.#counted(check) : check]),
    );
    return this.#assert;
  }

  /** Aborts when the test has taken too long. */
  get signal(): AbortSignal {
    return this.#node.controller.signal;
  }

  get filePath(): string | undefined {
    return this.#node.filePath;
  }

  get passed(): boolean {
    return this.#node.hasEnded && !this.#node.failure;
  }

  get error(): unknown {
    return this.#node.failure?.cause ?? null;
  }

  /** Calls a function again and again until it does not throw. @see https://nodejs.org/api/test.html#contextwaitforcondition-options */
  waitFor(condition: () => unknown, options: { interval?: number; timeout?: number } = {}): Promise<unknown> {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    return waitFor(condition, options);
  }

  diagnostic(message: string): void {
    this.#node.diagnostics.push(message);
  }

  skip(reason?: string): void {
    this.#node.skip = reason ?? true;
  }

  todo(reason?: string): void {
    this.#node.todo = reason ?? true;
  }

  /** Whether of the tests in this one only those run that say `only`. */
  runOnly(value: unknown): void {
    this.#node.runsOnly = Boolean(value);
  }

  /** @param wait whether assertions may come when the function is over, and for how many milliseconds */
  plan(count: number, { wait = false }: { wait?: boolean | number } = {}): void {
    this.#node.planned = count;
    this.#node.planWaitMs = wait === true ? Infinity : Number(wait);
    this.#node.assertions = 0;
  }

  test(...args: unknown[]): Promise<undefined> {
    this.#node.countAssertion();
    return declare('test', this.#node, args);
  }

  before(hook: TestBody): void {
    this.#hook('before', hook);
  }

  after(hook: TestBody): void {
    this.#hook('after', hook);
  }

  beforeEach(hook: TestBody): void {
    this.#hook('beforeEach', hook);
  }

  afterEach(hook: TestBody): void {
    this.#hook('afterEach', hook);
  }

  #hook(name: HookName, hook: TestBody): void {
    this.#node.hooks[name].push(hook);
  }

  #counted(check: unknown): unknown {
    if (typeof check !== 'function') return check;
    return (...args: unknown[]): unknown => {
      this.#node.countAssertion();
      return Reflect.apply(check, undefined, args);
    };
  }
}

/** What a suite's function and its hooks get. */
export class SuiteContext {
  readonly #node: TestNode;

  constructor(node: TestNode) {
    this.#node = node;
  }

  get name(): string {
    return this.#node.name;
  }

  get fullName(): string {
    return this.#node.fullName;
  }
}
