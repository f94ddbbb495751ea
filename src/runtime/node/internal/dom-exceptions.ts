import { captureStack } from '../../thread/capture-stack.ts';
import { NativeProxy } from './proxies.ts';

/** Gives each `DOMException` a stack, as Node does: without one nobody would learn where a message could not be cloned. */
export function traceDomExceptions(): void {
  const traced = new NativeProxy(DOMException, {
    construct(target, args, newTarget) {
      const exception = Reflect.construct(target, args, newTarget) as DOMException;
      captureStack(exception);
      return exception;
    },
  });
  const value = { value: traced, writable: true, configurable: true };
  Object.defineProperty(DOMException.prototype, 'constructor', value);
  Object.defineProperty(globalThis, 'DOMException', value);
}
