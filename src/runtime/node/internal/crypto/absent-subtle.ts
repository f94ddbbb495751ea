import { unavailable } from '../errors.ts';
import { NativeProxy } from '../proxies.ts';
import { toBytes } from './bytes.ts';
import { hashNamed } from './hash-functions.ts';

/**
 * `crypto.subtle` where the browser does not count the sandbox as a secure context: it computes digests, and its other methods say
 * that they are missing when they are called.
 */
export const absentSubtle = new NativeProxy(
  { digest },
  {
    get: (known, name) =>
      Reflect.get(known, name) ?? (() => Promise.reject(unavailable(`crypto.subtle.${String(name)}()`))),
  },
);

const algorithms = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

/** @see https://nodejs.org/api/webcrypto.html#subtledigestalgorithm-data */
function digest(algorithm: string | { name?: unknown }, data: unknown): Promise<ArrayBuffer> {
  return new Promise((resolve) => {
    const name = String(typeof algorithm === 'string' ? algorithm : algorithm.name).toUpperCase();
    const { hash } = (algorithms.includes(name) && hashNamed(name.replace('-', ''))) || {};
    if (!hash) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    resolve(hash(toBytes(data, 'data')).slice().buffer);
  });
}
