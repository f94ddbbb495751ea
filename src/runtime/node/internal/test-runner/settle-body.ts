import type { TestBody } from './test-node.ts';

/** Runs a test or a hook: it is over when its promise settles or, if it takes two parameters, when it calls back. */
export function runPrepared(body: TestBody, context: object): unknown {
  if (body.length < 2) return Reflect.apply(body, context, [context]);
  return new Promise<void>((resolve, reject) => {
    const done = (error?: unknown): void => {
      if (error) reject(error);
      else resolve();
    };
    const returned: unknown = Reflect.apply(body, context, [context, done]);
    if (returned instanceof Promise) {
      reject(new Error('passed a callback but also returned a Promise'));
    }
  });
}
