import { setTimeout } from './timeouts.ts';
import { validateInteger } from './validators.ts';

/** Gives the browser's AbortController and AbortSignal Node's words for the reason of an abort that has none. */
export function wordAbortReasonsAsNode(): void {
  const { abort: abortNatively } = AbortController.prototype;
  replace(AbortController.prototype, {
    abort(this: AbortController, reason: unknown = aborted()) {
      abortNatively.call(this, reason);
    },
  });
  const abortedSignal = AbortSignal.abort.bind(AbortSignal);
  replace(AbortSignal, {
    abort: (reason: unknown = aborted()) => abortedSignal(reason),
    // The browser's own timer knows nothing of the thread's event loop.
    timeout(delayMs: unknown) {
      validateInteger(delayMs, 'delay', 0);
      const controller = new AbortController();
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      setTimeout(() => controller.abort(reason), delayMs).unref();
      return controller.signal;
    },
  });
}

function aborted(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

function replace(owner: object, methods: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
}
