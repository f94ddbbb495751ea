import assert from '../../assert.ts';
import { MockTracker } from './mock-tracker.ts';
import { declare } from './declare.ts';
import type { HookName, TestBody, TestNode } from './test-node.ts';

/** What a test's function gets. @see https://nodejs.org/api/test.html#class-testcontext */
export class TestContext {
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
      this.#node.cleanups.push(() => mock.restoreAll());
    }
    return this.#mock;
  }

  /** `node:assert`, whose calls count for `plan()`. */
  get assert(): object {
    this.#assert ??= Object.fromEntries(
      Object.entries(assert as object).map(([name, check]) => [name, this.#counted(check)]),
    );
    return this.#assert;
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

  plan(count: number): void {
    this.#node.planned = count;
  }

  test(...args: unknown[]): Promise<undefined> {
    this.#node.assertions += 1;
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
      this.#node.assertions += 1;
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
