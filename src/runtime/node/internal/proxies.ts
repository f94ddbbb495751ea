/** The browser's own: what the host makes of it is no proxy to programs. Captured before the program's takes its place. */
export const NativeProxy = Proxy;

/** What a proxy stands for; both null once it is revoked. */
type ProxyDetails = readonly [target: object | null, handler: object | null];

const proxies = new WeakMap<object, ProxyDetails>();

/**
 * What `inspect` asks of a value: only the engine tells a proxy from its target, so the constructor that programs get notes what
 * it makes.
 *
 * @param isWhole false for the target only
 * @returns undefined if the value is no proxy
 */
export function proxyDetails(value: object, isWhole = true): ProxyDetails | object | null | undefined {
  const details = proxies.get(value);
  return isWhole ? details : details?.[0];
}

/** Whether the program has made `value` with `new Proxy()` or `Proxy.revocable()`. */
export function isProxy(value: unknown): boolean {
  return proxies.has(value as object);
}

/** Puts a `Proxy` that notes its proxies in the place of the browser's. */
export function followProxies(): void {
  const { revocable: nativeRevocable } = NativeProxy;
  const { revocable } = {
    revocable<Target extends object>(target: Target, handler: ProxyHandler<Target>) {
      const { proxy, revoke } = nativeRevocable(target, handler);
      proxies.set(proxy, [target, handler]);
      const revokeAndNote = (): void => {
        proxies.set(proxy, [null, null]);
        revoke();
      };
      return { proxy, revoke: Object.defineProperty(revokeAndNote, 'name', { value: '' }) };
    },
  };
  Object.defineProperty(NativeProxy, 'revocable', { value: revocable, enumerable: false });
  const value = new NativeProxy(NativeProxy, {
    construct(_native, args: [object, object]) {
      const proxy: object = new NativeProxy(...args);
      proxies.set(proxy, args);
      return proxy;
    },
  });
  Object.defineProperty(globalThis, 'Proxy', {
    value,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
