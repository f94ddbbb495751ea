/**
 * `assert.AssertionError` and its messages.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/assert/assertion_error.js
 */
import { inspect, inspectCustom, type InspectContext } from '../inspect.ts';
import { captureStack } from '../../../thread/capture-stack.ts';
import { validateObject } from '../validators.ts';
import { diffLines, printDiff } from './line-diff.ts';

type AnyFunction = (...args: never[]) => unknown;

/** What an AssertionError is made of. */
export interface AssertionErrorOptions {
  actual?: unknown;
  expected?: unknown;
  message?: unknown;
  operator?: string;
  stackStartFn?: AnyFunction;
  stackStartFunction?: AnyFunction;
  diff?: 'simple' | 'full';
}

const headings: Record<string, string> = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const diffingOperators = new Set(['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual']);
const maxShortLength = 12;
const maxLongLength = 512;
const maxLines = 50;

/** @see https://nodejs.org/api/assert.html#class-assertassertionerror */
export class AssertionError extends Error {
  generatedMessage: boolean;
  code = 'ERR_ASSERTION';
  actual: unknown;
  expected: unknown;
  operator: string | undefined;
  diff: 'simple' | 'full';

  constructor(options: AssertionErrorOptions) {
    validateObject(options, 'options');
    const { message, operator = undefined, diff = 'simple' } = options;
    let { actual, expected } = options;
    const isPairOfErrors = actual instanceof Error && expected instanceof Error;
    if ((message === undefined || message === null) && isPairOfErrors) {
      // Without their stacks, which would fill the message.
      actual = copyError(actual as Error);
      expected = copyError(expected as Error);
    }
    super(describe({ ...options, actual, expected, diff }));
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    captureStack(this, options.stackStartFn ?? options.stackStartFunction);
    // The engine writes the header of the stack when the stack is first read, and it shall hold the code.
    void this.stack;
    this.name = 'AssertionError';
    this.diff = diff;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspectCustom](_depth: number, context: InspectContext): string {
    const { actual, expected } = this;
    // The message shows both at length already.
    if (typeof actual === 'string') this.actual = shorten(actual);
    if (typeof expected === 'string') this.expected = shorten(expected);
    const text = inspect(this, { ...context, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

type Described = AssertionErrorOptions & { diff: 'simple' | 'full' };

function describe(options: Described): string {
  const { message, operator = 'undefined' } = options;
  if (diffingOperators.has(operator)) return describeDifference(options, operator);
  if (message !== undefined && message !== null) return `${message as string}`;
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return describeUnwanted(options);
  return describeLoosely(options, operator);
}

function describeDifference({ actual, expected, message, diff }: Described, givenOperator: string): string {
  let operator = givenOperator;
  if (operator === 'strictEqual' && areBothReferences(actual, expected)) operator = 'strictEqualObject';
  const [actualText, expectedText] = [inspectFully(actual), inspectFully(expected)];
  const [actualLines, expectedLines] = [actualText.split('\n'), expectedText.split('\n')];
  let legend = '+ actual - expected';
  let body: string;
  let skipped = false;
  if (actualLines.length === 1 && expectedLines.length === 1 && !areBothObjects(actual, expected)) {
    const simple = describePair(actual, actualText, expected, expectedText);
    body = simple.text;
    if (simple.isInline) legend = '';
  } else if (actualText === expectedText) {
    operator = 'notIdentical';
    legend = '';
    skipped = actualLines.length > maxLines && diff !== 'full';
    body = skipped ? `${actualLines.slice(0, maxLines).join('\n')}\n...}` : actualText;
  } else {
    const printed = printDiff(diffLines(actualLines, expectedLines, isObject(actual)));
    body = printed.text;
    skipped = printed.skipped;
  }
  const heading = (message as string) || headings[operator];
  return `${heading}\n${legend}${skipped ? '\n... Skipped lines' : ''}\n${body}\n`;
}

function describePair(
  actual: unknown,
  actualText: string,
  expected: unknown,
  expectedText: string,
): { text: string; isInline: boolean } {
  const quotes = [actual, expected].filter((value) => typeof value === 'string').length * 2;
  const isShort = actualText.length + expectedText.length - quotes <= maxShortLength;
  if (isShort && (actual !== 0 || expected !== 0)) {
    return { text: `${actualText} !== ${expectedText}`, isInline: true };
  }
  let text = `\n+ ${actualText}\n- ${expectedText}`;
  const fits = actualText.length + expectedText.length <= terminalWidth();
  if (fits) {
    const first = Array.from(actualText).findIndex((_, index) => actualText[index] !== expectedText[index]);
    // A difference in the first characters is seen without a pointer.
    if (first >= 3) text += `\n${' '.repeat(first + 2)}^`;
  }
  return { text, isInline: false };
}

function describeUnwanted({ actual, operator = '', diff }: Described): string {
  const isReference = isObject(actual) || typeof actual === 'function';
  const heading = headings[operator === 'notStrictEqual' && isReference ? 'notStrictEqualObject' : operator];
  let lines = inspectFully(actual).split('\n');
  if (lines.length > maxLines && diff !== 'full') lines = [...lines.slice(0, 46), '...'];
  const [first = ''] = lines;
  if (lines.length === 1) return `${heading}${first.length > 5 ? '\n\n' : ' '}${first}`;
  return `${heading}\n\n${lines.join('\n')}\n`;
}

function describeLoosely({ actual, expected, diff }: Described, operator: string): string {
  const cut = (text: string, limit: number, kept: number) =>
    text.length > limit && diff !== 'full' ? `${text.slice(0, kept)}...` : text;
  const actualText = inspectFully(actual);
  const expectedText = inspectFully(expected);
  const heading = headings[operator];
  if (operator === 'notDeepEqual' && actualText === expectedText) {
    return cut(`${heading}\n\n${actualText}`, 1024, 1021);
  }
  const [left, right] = [actualText, expectedText].map((text) => cut(text, maxLongLength, 509));
  if (operator === 'deepEqual') return `${heading}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  const unequal = headings[`${operator}Unequal`];
  if (unequal) return `${unequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  return `${left} ${operator} ${right}`;
}

/** Everything that counts in a comparison, whatever a program has set as the defaults of `inspect`. */
function inspectFully(value: unknown): string {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

function shorten(text: string): string {
  const lines = text.split('\n');
  if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
  return text.length > maxLongLength ? `${text.slice(0, maxLongLength)}...` : text;
}

function copyError(source: Error): Error {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(source) as object) as Error, source);
  Object.defineProperty(copy, 'message', { value: source.message });
  if (Object.hasOwn(source, 'cause')) {
    const { cause } = source;
    Object.defineProperty(copy, 'cause', { value: cause instanceof Error ? copyError(cause) : cause });
  }
  return copy;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function areBothObjects(a: unknown, b: unknown): boolean {
  return isObject(a) && isObject(b);
}

function areBothReferences(a: unknown, b: unknown): boolean {
  return areBothObjects(a, b) || (typeof a === 'function' && typeof b === 'function');
}

function terminalWidth(): number {
  const { process } = globalThis as { process?: { stderr?: { isTTY?: boolean; columns?: number } } };
  return (process?.stderr?.isTTY && process.stderr.columns) || 80;
}
