type NextTick = (callback: unknown, ...args: unknown[]) => void;

/** Runs `callback` in Node's next-tick queue. Through the global: `process` itself is made of modules that use this. */
export function nextTick<Args extends unknown[]>(callback: (...args: Args) => void, ...args: Args): void {
  const { process } = globalThis as { process?: { nextTick: NextTick } };
  if (process) process.nextTick(callback, ...args);
  else queueMicrotask(() => callback(...args));
}
