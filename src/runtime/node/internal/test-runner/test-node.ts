/** What a hook or a test runs: with a context and, if it takes two parameters, a callback. */
export type TestBody = (this: unknown, context: unknown, done?: (error?: unknown) => void) => unknown;

export type HookName = 'before' | 'after' | 'beforeEach' | 'afterEach';

/** The options of a test or a suite. */
export interface TestOptions {
  skip?: boolean | string;
  todo?: boolean | string;
  /** Run this one, and none beside it that does not say so. */
  only?: boolean;
  timeout?: number;
  plan?: number;
}

/** Why a test failed. */
export interface TestFailure {
  readonly cause: unknown;
  readonly kind: 'failed' | 'cancelled' | 'subtests';
}

/** A test or a suite with what is declared in it, and what became of it. The root is a suite without a name. */
export class TestNode {
  readonly children: TestNode[] = [];
  readonly hooks: Record<HookName, TestBody[]> = { before: [], after: [], beforeEach: [], afterEach: [] };
  readonly diagnostics: string[] = [];
  readonly finished = Promise.withResolvers<undefined>();
  failure: TestFailure | undefined;
  skip: boolean | string;
  todo: boolean | string;
  planned: number | undefined;
  assertions = 0;
  /** How long planned assertions are waited for when the function is over. */
  planWaitMs = 0;
  /** Resolves when all planned assertions have been made. */
  readonly planMet = Promise.withResolvers<undefined>();
  readonly controller = new AbortController();
  hasEnded = false;
  durationMs = 0;
  /** Whether its line, with which the lines of its children are headed, has been printed. */
  isHeaded = false;
  /** A suite's declarations, which may go on asynchronously. */
  declared: unknown;
  /** Settles when the children have run that were there when it was made. */
  running: Promise<void> | undefined;
  /** Done when the test is over, after its hooks. */
  readonly cleanups: (() => void)[] = [];
  hasBegun = false;
  hasStarted = false;
  /** Whether of its children only those run that say `only`. */
  runsOnly = false;
  /** Whether something in it says `only`. */
  #hasOnly = false;
  nextChild = 0;

  constructor(
    readonly kind: 'test' | 'suite',
    readonly name: string,
    readonly parent: TestNode | null,
    readonly options: TestOptions,
    readonly body: TestBody,
    /** `file:line:column` of the declaration. */
    readonly place: string,
  ) {
    this.skip = options.skip ?? false;
    this.todo = options.todo ?? false;
    this.planned = options.plan;
    if (options.only) this.#tellParents();
  }

  /** How many suites and tests are around it. */
  get depth(): number {
    return this.parent?.parent ? this.parent.depth + 1 : 0;
  }

  get filePath(): string | undefined {
    return /^(.*):\d+:\d+$/.exec(this.place)?.[1];
  }

  get fullName(): string {
    return this.parent?.parent ? `${this.parent.fullName} > ${this.name}` : this.name;
  }

  /** Whether it is left out, since others beside it say `only`. */
  get isLeftOut(): boolean {
    const { parent, options } = this;
    if (this.failure || options.only || this.#hasOnly || !parent) return false;
    return parent.runsOnly || parent.#hasOnly || options.only === false;
  }

  #tellParents(): void {
    const { parent } = this;
    if (!parent) return;
    parent.runsOnly = true;
    if (parent.hasStarted) return;
    for (let at: TestNode | null = parent; at; at = at.parent) at.#hasOnly = true;
  }

  countAssertion(): void {
    this.assertions += 1;
    if (this.assertions === this.planned) this.planMet.resolve(undefined);
  }

  /** The first failure counts. */
  fail(cause: unknown, kind: TestFailure['kind'] = 'failed'): void {
    this.failure ??= { cause, kind };
  }
}
