import { NativeProxy } from './proxies.ts';

/** A class that may be called without `new`, as Node's older ones. */
export function callableClass<Class extends abstract new (...args: never[]) => object>(
  original: Class,
): Class {
  const callable = new NativeProxy(original, {
    apply: (_original, _this, args: unknown[]) => Reflect.construct(original, args, callable) as object,
  });
  Object.defineProperty(original.prototype, 'constructor', {
    value: callable,
    writable: true,
    configurable: true,
  });
  return callable;
}
