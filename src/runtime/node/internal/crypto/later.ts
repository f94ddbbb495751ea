import { queueImmediate } from '../../../thread/event-loop.ts';
import { bindToContext } from '../async-context.ts';

type Callback<Result> = (error: unknown, result?: Result) => void;

/**
 * Does the work of an asynchronous function of `crypto` that Node does on the calling thread too, after the present
 * turn, and calls back.
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
