import { nodeError } from '../errors.ts';
import { NativeProxy } from '../proxies.ts';

/** Makes `new URL()` refuse in Node's words, and tell what it was given; each browser has words of its own. */
export function wordUrlErrorsAsNode(): void {
  const value = new NativeProxy(URL, {
    construct(native, args: unknown[], newTarget) {
      if (args.length === 0) {
        throw nodeError('ERR_MISSING_ARGS', 'The "url" argument must be specified', TypeError);
      }
      // What cannot become a string fails here, with the engine's own error.
      const input = `${args[0] as string}`;
      const base = args[1] === undefined ? undefined : `${args[1] as string}`;
      try {
        return Reflect.construct(native, args, newTarget) as URL;
      } catch {
        throw invalidUrl(input, base);
      }
    },
  });
  const definition = { value, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(URL.prototype, 'constructor', definition);
  Object.defineProperty(globalThis, 'URL', definition);
}

function invalidUrl(input: string, base: string | undefined): TypeError {
  const error = new TypeError('Invalid URL');
  return Object.assign(error, { code: 'ERR_INVALID_URL', input }, base === undefined ? {} : { base });
}
