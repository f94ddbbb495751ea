import type {
  SystemCallArguments,
  SystemCallName,
  SystemCallResult,
} from '../../../protocol/system-calls.ts';
import { captureStack } from '../../../thread/capture-stack.ts';
import { callSync, submit } from '../../../thread/system-calls.ts';
import { nextTick } from '../next-tick.ts';
import { validateFunction } from '../validators.ts';

/** A system call that an operation wants made. */
interface Step {
  readonly name: SystemCallName;
  readonly args: readonly unknown[];
}

/**
 * A file operation, written once for all three of Node's forms: a generator that yields the system calls it
 * needs. What it throws before the first one is an error in its arguments, which the callback form throws at once.
 */
export type FileOperation<Result> = Generator<Step, Result, unknown>;

/** Makes one system call in an operation. */
export function* ask<Name extends SystemCallName>(
  name: Name,
  ...args: SystemCallArguments<Name>
): Generator<Step, SystemCallResult<Name>, unknown> {
  return (yield { name, args }) as SystemCallResult<Name>;
}

/** Runs an operation, blocking at each system call. */
export function runSync<Result>(operation: FileOperation<Result>): Result {
  let state = operation.next();
  while (!state.done) {
    const { name, args } = state.value;
    let answer: unknown;
    try {
      answer = callSync(name, ...(args as never));
    } catch (error) {
      state = operation.throw(error);
      continue;
    }
    state = operation.next(answer);
  }
  return state.value;
}

/**
 * Runs an operation and calls back with its result.
 * @throws what is wrong with the operation's arguments
 */
export function runWithCallback<Result>(
  operation: FileOperation<Result>,
  callback: (error: Error | null, result?: Result) => void,
): void {
  const state = operation.next();
  if (state.done) nextTick(callback, null, state.value);
  else advance(operation, state.value, callback);
}

/** Runs an operation and promises its result. */
export async function runAsPromise<Result>(operation: FileOperation<Result>): Promise<Result> {
  const outcome = await new Promise<{ result: Result } | { error: Error }>((resolve) => {
    try {
      runWithCallback(operation, (error, result) =>
        resolve(error ? { error } : { result: result as Result }),
      );
    } catch (error) {
      resolve({ error: error as Error });
    }
  });
  if ('result' in outcome) return outcome.result;
  // Here the engine knows who awaits, so the stack can name the program's own functions.
  captureStack(outcome.error);
  throw outcome.error;
}

/** The callback that comes last, whatever options come before it. @throws ERR_INVALID_ARG_TYPE */
export function callbackOf<Callback>(args: unknown[], name = 'cb'): Callback {
  // With one argument, it is the path and the callback is what is missing.
  const callback = args.length > 1 || typeof args[0] === 'function' ? args.pop() : undefined;
  validateFunction(callback, name);
  return callback as Callback;
}

function advance<Result>(
  operation: FileOperation<Result>,
  { name, args }: Step,
  callback: (error: Error | null, result?: Result) => void,
): void {
  submit(name, args as never, (error, answer) => {
    let state: IteratorResult<Step, Result>;
    try {
      state = error ? operation.throw(error) : operation.next(answer);
    } catch (failure) {
      callback(failure as Error);
      return;
    }
    if (state.done) callback(null, state.value);
    else advance(operation, state.value, callback);
  });
}
