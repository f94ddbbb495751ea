/**
 * `node:assert`. The default export is `module.exports`: the function `assert` with the other assertions upon it.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/assert.js
 */
import { AssertionError } from './internal/assert/assertion-error.ts';
import { expectError, expectNoError, type Outcome } from './internal/assert/expected-error.ts';
import { fail, requireTruthy } from './internal/assert/failure.ts';
import { type EqualityMode, isDeepEqual } from './internal/deep-equal.ts';
import { describeReceived, invalidArgType, missingArgs, nodeError } from './internal/errors.ts';
import { inspect } from './internal/inspect.ts';
import types from './internal/types.ts';
import { validateFunction, validateOneOf } from './internal/validators.ts';

type AnyFunction = (...args: never[]) => unknown;
type Compared = [actual: unknown, expected: unknown, ...message: unknown[]];

const looselyEqual = (a: unknown, b: unknown) => a == b || (Number.isNaN(a) && Number.isNaN(b));
const deeplyEqual = (mode: EqualityMode) => (a: unknown, b: unknown) => isDeepEqual(a, b, mode);

const assertions = {
  ok(...args: unknown[]): void {
    requireTruthy(assertions.ok, args);
  },

  fail(message?: unknown): never {
    if (message instanceof Error) throw message;
    const error = new AssertionError({
      operator: 'fail',
      stackStartFn: assertions.fail,
      message: message ?? 'Failed',
    });
    if (message === undefined) error.generatedMessage = true;
    throw error;
  },

  equal: comparison('equal', '==', looselyEqual, true),
  notEqual: comparison('notEqual', '!=', looselyEqual, false),
  deepEqual: comparison('deepEqual', 'deepEqual', deeplyEqual('loose'), true),
  notDeepEqual: comparison('notDeepEqual', 'notDeepEqual', deeplyEqual('loose'), false),
  deepStrictEqual: comparison('deepStrictEqual', 'deepStrictEqual', deeplyEqual('strict'), true),
  notDeepStrictEqual: comparison('notDeepStrictEqual', 'notDeepStrictEqual', deeplyEqual('strict'), false),
  strictEqual: comparison('strictEqual', 'strictEqual', Object.is, true),
  notStrictEqual: comparison('notStrictEqual', 'notStrictEqual', Object.is, false),
  partialDeepStrictEqual: comparison(
    'partialDeepStrictEqual',
    'partialDeepStrictEqual',
    deeplyEqual('partial'),
    true,
  ),

  match(text: unknown, expression: RegExp, ...message: unknown[]): void {
    checkMatch(text, expression, message, assertions.match, true);
  },

  doesNotMatch(text: unknown, expression: RegExp, ...message: unknown[]): void {
    checkMatch(text, expression, message, assertions.doesNotMatch, false);
  },

  throws(callback: () => unknown, ...rest: unknown[]): void {
    expectError(assertions.throws, 'exception', outcomeOf(callback), rest);
  },

  async rejects(promise: unknown, ...rest: unknown[]): Promise<void> {
    expectError(assertions.rejects, 'rejection', await awaitOutcome(promise), rest);
  },

  doesNotThrow(callback: () => unknown, ...rest: unknown[]): void {
    expectNoError(assertions.doesNotThrow, 'exception', outcomeOf(callback), rest);
  },

  async doesNotReject(promise: unknown, ...rest: unknown[]): Promise<void> {
    expectNoError(assertions.doesNotReject, 'rejection', await awaitOutcome(promise), rest);
  },

  ifError(error: unknown): void {
    if (error === null || error === undefined) return;
    throw Object.assign(
      new AssertionError({
        actual: error,
        expected: null,
        operator: 'ifError',
        message: `ifError got unwanted exception: ${describeError(error)}`,
        stackStartFn: assertions.ifError,
      }),
    );
  },
};

const strictForms = {
  equal: assertions.strictEqual,
  deepEqual: assertions.deepStrictEqual,
  notEqual: assertions.notStrictEqual,
  notDeepEqual: assertions.notDeepStrictEqual,
};

/** @see https://nodejs.org/api/assert.html#class-assertassert */
class Assert {
  readonly AssertionError = AssertionError;

  constructor(options: { strict?: boolean; diff?: string } = {}) {
    const { strict = true, diff } = options;
    if (diff !== undefined) validateOneOf(diff, 'options.diff', ['simple', 'full']);
    if (strict) Object.assign(this, strictForms);
  }
}
Object.assign(Assert.prototype, assertions);

const strict = Object.assign(
  function strict(...args: unknown[]): void {
    requireTruthy(strict, args);
  },
  { AssertionError, ...assertions, ...strictForms, Assert, strict: undefined as object | undefined },
);
strict.strict = strict;

const assert = Object.assign(
  function assert(...args: unknown[]): void {
    requireTruthy(assert, args);
  },
  { AssertionError, ...assertions, strict, Assert },
);

export { strict };
export default assert;

/** An assertion that two values are, or are not, equal in some way. */
function comparison(
  name: string,
  operator: string,
  areEqual: (a: unknown, b: unknown) => boolean,
  wanted: boolean,
): (...args: Compared) => void {
  const assertion = (...args: Compared): void => {
    const [actual, expected, ...message] = args;
    if (args.length < 2) throw missingArgs('actual', 'expected');
    if (areEqual(actual, expected) === wanted) return;
    fail({ actual, expected, message, operator, stackStartFn: assertion });
  };
  return Object.defineProperty(assertion, 'name', { value: name });
}

function checkMatch(
  text: unknown,
  expression: unknown,
  message: unknown[],
  caller: AnyFunction,
  wanted: boolean,
): void {
  if (!types.isRegExp(expression)) throw invalidArgType('regexp', 'RegExp', expression);
  const isText = typeof text === 'string';
  if (isText && (expression.exec(text) !== null) === wanted) return;
  const generated = isText
    ? `The input ${wanted ? 'did not' : 'was expected to not'} match the regular expression ` +
      `${inspect(expression)}. Input:\n\n${inspect(text)}\n`
    : `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`;
  fail({
    actual: text,
    expected: expression,
    message: message[0] ? message : [generated],
    operator: caller.name,
    stackStartFn: caller,
    generatedMessage: message.length === 0,
  });
}

function outcomeOf(callback: unknown): Outcome {
  validateFunction(callback, 'fn');
  try {
    callback();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

async function awaitOutcome(given: unknown): Promise<Outcome> {
  let promise = given;
  if (typeof given === 'function') {
    promise = (given as () => unknown)();
    if (!isPromise(promise)) throw notAPromise(promise);
  } else if (!isPromise(given)) {
    throw invalidArgType('promiseFn', ['Function', 'Promise'], given);
  }
  try {
    await promise;
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

function isPromise(value: unknown): boolean {
  if (types.isPromise(value)) return true;
  const { then, catch: handle } = (typeof value === 'object' && value !== null ? value : {}) as {
    then?: unknown;
    catch?: unknown;
  };
  return typeof then === 'function' && typeof handle === 'function';
}

function notAPromise(value: unknown): Error {
  const received = describeReceived(value);
  const message = `Expected instance of Promise to be returned from the "promiseFn" function but got ${received}.`;
  return nodeError('ERR_INVALID_RETURN_VALUE', message, TypeError);
}

function describeError(error: unknown): string {
  if (typeof error !== 'object' || error === null || typeof (error as Error).message !== 'string') {
    return inspect(error);
  }
  const { message, constructor } = error as Error;
  return message === '' && constructor ? constructor.name : message;
}
