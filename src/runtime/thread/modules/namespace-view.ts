import { NativeProxy } from '../../node/internal/proxies.ts';

/**
 * A namespace as `inspect` reads it: in the language, exports are plain properties, whose values an import may change and which
 * throw a ReferenceError as long as they have none; here, such exports have getters.
 */
export function namespaceView(namespace: Readonly<Record<string, unknown>>): object {
  return new NativeProxy(
    {},
    {
      getOwnPropertyDescriptor: (_none, name: string) => ({
        value: namespace[name],
        writable: true,
        enumerable: true,
        configurable: true,
      }),
    },
  );
}
