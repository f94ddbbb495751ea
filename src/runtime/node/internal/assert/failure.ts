import { invalidArgType, nodeError } from '../errors.ts';
import { format } from '../inspect.ts';
import { callingExpression } from './source-expression.ts';
import { AssertionError, type AssertionErrorOptions } from './assertion-error.ts';

type AnyFunction = (...args: never[]) => unknown;

/** A failed assertion; `message` is what the program gave after the values, to be made into one. */
export interface Failure extends Omit<AssertionErrorOptions, 'message'> {
  message: readonly unknown[];
  generatedMessage?: boolean;
}

/** Throws what a failed assertion throws: the program's own error, or an AssertionError. */
export function fail({ message, generatedMessage, ...rest }: Failure): never {
  const error = new AssertionError({ ...rest, message: messageFrom(message, rest) });
  if (generatedMessage !== undefined) error.generatedMessage = generatedMessage;
  throw error;
}

/** `assert.ok(value, ...message)`, on behalf of the function that the program called. */
export function requireTruthy(caller: AnyFunction, args: readonly unknown[]): void {
  const [value, ...message] = args;
  if (value) return;
  const base = { actual: value, expected: true, operator: '==', stackStartFn: caller };
  if (args.length === 0) {
    fail({ ...base, message: ['No value argument passed to `assert.ok()`'], generatedMessage: true });
  }
  if (message[0] === undefined || message[0] === null) {
    const expression = callingExpression();
    const said = expression ? [`The expression evaluated to a falsy value:\n\n  ${expression}\n`] : [];
    fail({ ...base, message: said, generatedMessage: true });
  }
  fail({ ...base, message, generatedMessage: false });
}

function messageFrom(given: readonly unknown[], failure: Omit<Failure, 'message'>): string | undefined {
  if (given.length === 0) return undefined;
  const [first] = given;
  if (typeof first === 'string') return given.length > 1 ? format(...given) : first;
  if (first instanceof Error) {
    refuseTrailing(
      given,
      `The error message was passed as error object "${Error.prototype.toString.call(first)}" has`,
    );
    throw first;
  }
  if (typeof first === 'function') {
    refuseTrailing(given, `The error message with function "${first.name || 'anonymous'}" has`);
    return messageMadeBy(first as (...values: unknown[]) => unknown, failure);
  }
  throw invalidArgType('message', ['string', 'function'], first);
}

function messageMadeBy(
  factory: (...values: unknown[]) => unknown,
  { actual, expected }: Omit<Failure, 'message'>,
): string | undefined {
  try {
    const made = factory(actual, expected);
    return typeof made === 'string' ? made : undefined;
  } catch {
    return undefined; // The default message is better than an error from the message.
  }
}

function refuseTrailing(given: readonly unknown[], what: string): void {
  if (given.length < 2) return;
  const message = `The "message" argument is ambiguous. ${what} trailing arguments that would be ignored.`;
  throw nodeError('ERR_AMBIGUOUS_ARGUMENT', message, TypeError);
}
