import { queueImmediate } from '../../../thread/event-loop.ts';
import { bindToContext } from '../async-context.ts';

type Callback<Result> = (error: unknown, result?: Result) => void;

/**
 * Does the work of an asynchronous function of `crypto` after the present turn, and calls back. Node works on a thread of its pool;
 * here it happens on this very thread, so that a long derivation holds it up.
 */
export function later<Result>(work: () => Result, callback: Callback<Result>): void {
  const bound = bindToContext(callback);
  queueImmediate(() => {
    let result: Result;
    try {
      result = work();
    } catch (error) {
      bound(error);
      return;
    }
    bound(null, result);
  });
}
