/** `assert.throws`, `rejects`, `doesNotThrow` and `doesNotReject`: whether what was thrown is what was expected. */
import { isDeepEqual } from '../deep-equal.ts';
import { invalidArgType, invalidArgValue, nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import types from '../types.ts';
import { AssertionError } from './assertion-error.ts';
import { fail } from './failure.ts';

type AnyFunction = (...args: never[]) => unknown;
type Keyed = Record<string, unknown>;

/** What calling or awaiting gave: an error that was thrown, or none. */
export type Outcome = { thrown: unknown } | undefined;

/** Throws unless `outcome` is the expected error. `rest` is what the program gave: an expectation, a message. */
export function expectError(
  caller: AnyFunction,
  kind: string,
  outcome: Outcome,
  rest: readonly unknown[],
): void {
  const { expected, message } = readExpectation(rest, outcome);
  if (outcome === undefined) {
    const name = (expected as { name?: string } | undefined)?.name;
    const details = `${name ? ` (${name})` : ''}${message ? `: ${message as string}` : '.'}`;
    fail({
      actual: undefined,
      expected,
      operator: caller.name,
      message: [`Missing expected ${kind}${details}`],
      stackStartFn: caller,
    });
  }
  if (expected) compare(outcome.thrown, expected, message, caller);
}

/** Throws if there was an error: an AssertionError when it is the unwanted one, else the error itself. */
export function expectNoError(
  caller: AnyFunction,
  kind: string,
  outcome: Outcome,
  rest: readonly unknown[],
): void {
  if (outcome === undefined) return;
  const { thrown } = outcome;
  const [expected, message] = typeof rest[0] === 'string' ? [undefined, rest[0]] : rest;
  if (!expected || isUnwanted(thrown, expected)) {
    const details = message ? `: ${message as string}` : '.';
    const text = (thrown as Error | null | undefined)?.message;
    fail({
      actual: thrown,
      expected,
      operator: caller.name,
      message: [`Got unwanted ${kind}${details}\nActual message: "${text}"`],
      stackStartFn: caller,
    });
  }
  throw thrown;
}

function readExpectation(
  rest: readonly unknown[],
  outcome: Outcome,
): { expected: unknown; message: unknown } {
  const [expected, message] = rest;
  const kinds = ['Object', 'Error', 'Function', 'RegExp'];
  if (typeof expected !== 'string') {
    const isUsable = expected == null || typeof expected === 'object' || typeof expected === 'function';
    if (!isUsable) throw invalidArgType('error', kinds, expected);
    return { expected, message };
  }
  if (rest.length === 2) throw invalidArgType('error', kinds, expected);
  const thrown = outcome?.thrown;
  const isObject = typeof thrown === 'object' && thrown !== null;
  if (outcome && (isObject ? (thrown as Error).message : thrown) === expected) {
    const what = isObject ? 'error message' : 'error';
    throw nodeError(
      'ERR_AMBIGUOUS_ARGUMENT',
      `The "error/message" argument is ambiguous. The ${what} "${expected}" is identical to the message.`,
      TypeError,
    );
  }
  return { expected: undefined, message: expected };
}

function compare(actual: unknown, expected: unknown, message: unknown, caller: AnyFunction): void {
  if (types.isRegExp(expected)) {
    const text = String(actual);
    if (expected.test(text)) return;
    const generated = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    throwMismatch(actual, expected, message, generated, caller);
  }
  if (typeof expected === 'function') {
    compareByFunction(actual, expected as AnyFunction, message, caller);
    return;
  }
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({
      actual,
      expected,
      message,
      operator: 'deepStrictEqual',
      stackStartFn: caller,
    });
    error.operator = caller.name;
    throw error;
  }
  compareProperties(actual as Keyed, expected as Keyed, message, caller);
}

function compareByFunction(
  actual: unknown,
  expected: AnyFunction,
  message: unknown,
  caller: AnyFunction,
): void {
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    throwMismatch(actual, expected, message, describeOtherClass(actual, expected), caller);
  }
  const result = Reflect.apply(expected, {}, [actual] as never[]);
  if (result === true) return;
  const name = expected.name ? `"${expected.name}" ` : '';
  let generated = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
  if (types.isNativeError(actual)) generated += `\n\nCaught error:\n\n${String(actual)}`;
  throwMismatch(actual, expected, message, generated, caller);
}

function describeOtherClass(actual: unknown, expected: AnyFunction): string {
  const start = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!types.isNativeError(actual)) return `${start}"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name || actual.name;
  const received =
    name === expected.name ? 'an error with identical name but a different prototype.' : `"${name}"`;
  return `${start}${received}${actual.message ? `\n\nError message:\n\n${actual.message}` : ''}`;
}

function throwMismatch(
  actual: unknown,
  expected: unknown,
  message: unknown,
  generated: string,
  caller: AnyFunction,
): never {
  const error = new AssertionError({
    actual,
    expected,
    message: message || generated,
    operator: caller.name,
    stackStartFn: caller,
  });
  error.generatedMessage = !message;
  throw error;
}

function compareProperties(actual: Keyed, expected: Keyed, message: unknown, caller: AnyFunction): void {
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw invalidArgValue('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (matches(actual[key], expected[key])) continue;
    if (key in actual && isDeepEqual(actual[key], expected[key], 'strict')) continue;
    if (message) {
      fail({ actual, expected, message: [message], operator: caller.name, stackStartFn: caller });
    }
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
      stackStartFn: caller,
    });
    throw Object.assign(error, { actual, expected, operator: caller.name });
  }
}

function matches(value: unknown, pattern: unknown): boolean {
  return typeof value === 'string' && types.isRegExp(pattern) && pattern.test(value);
}

/** The compared properties alone; its name shows in the message. What matched a pattern stands as the actual value. */
class Comparison {
  [key: string]: unknown;

  constructor(source: Keyed, keys: string[], actual?: Keyed) {
    for (const key of keys) {
      if (key in source) this[key] = actual && matches(actual[key], source[key]) ? actual[key] : source[key];
    }
  }
}

function isUnwanted(thrown: unknown, expected: unknown): boolean {
  if (types.isRegExp(expected)) return expected.test(String(thrown));
  if (typeof expected !== 'function') throw invalidArgType('expected', ['Function', 'RegExp'], expected);
  if (expected.prototype !== undefined && thrown instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [thrown]) === true;
}
