import { clearTimeout, setTimeout } from '../timeouts.ts';

/** Calls a function again and again until it does not throw; rejects with its last error as the cause. */
export async function waitFor(
  condition: () => unknown,
  { interval = 50, timeout = 1000 }: { interval?: number; timeout?: number },
): Promise<unknown> {
  let isLate = false;
  let cause: unknown;
  const { promise: limit, resolve: expire } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    isLate = true;
    expire(undefined);
  }, timeout);
  while (!isLate) {
    try {
      const value = await condition();
      clearTimeout(timer);
      return value;
    } catch (error) {
      cause = error;
    }
    await Promise.race([limit, new Promise((resolve) => setTimeout(resolve, interval))]);
  }
  throw new Error('waitFor() timed out', cause === undefined ? undefined : { cause });
}
