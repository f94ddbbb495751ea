import { Buffer } from '../buffer/buffer.ts';
import { hashLibraries } from '../deferred-packages.ts';
import { nodeError } from '../errors.ts';
import { validateFunction, validateInteger, validateString } from '../validators.ts';
import { toBytes } from './bytes.ts';
import { hashNamed } from './hash-functions.ts';
import { invalidDigest } from './hash.ts';
import { later } from './later.ts';

type Callback<Result> = (error: unknown, result?: Result) => void;

const maxInt32 = 2 ** 31 - 1;

/** @see https://nodejs.org/api/crypto.html#cryptopbkdf2syncpassword-salt-iterations-keylen-digest */
export function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  iterations: number,
  length: number,
  digest: string,
): Buffer {
  return preparePbkdf2(password, salt, iterations, length, digest)();
}

/** @see https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback */
export function pbkdf2(
  password: unknown,
  salt: unknown,
  iterations: number,
  length: number,
  digest: string,
  callback: Callback<Buffer>,
): void {
  const work = preparePbkdf2(password, salt, iterations, length, digest);
  validateFunction(callback, 'callback');
  later(work, callback);
}

function preparePbkdf2(
  password: unknown,
  salt: unknown,
  iterations: number,
  length: number,
  digest: string,
): () => Buffer {
  validateString(digest, 'digest');
  const [passwordBytes, saltBytes] = [toBytes(password, 'password'), toBytes(salt, 'salt')];
  validateInteger(iterations, 'iterations', 1, maxInt32);
  validateInteger(length, 'keylen', 0, maxInt32);
  const named = hashNamed(digest);
  if (!named) throw invalidDigest(digest);
  return () => {
    if (length === 0) return Buffer.alloc(0);
    const { pbkdf2: derive } = hashLibraries.pbkdf2();
    return wrap(derive(named.hash, passwordBytes, saltBytes, { c: iterations, dkLen: length }));
  };
}

/** The options of `scrypt`, in either spelling. */
export interface ScryptOptions {
  N?: number;
  cost?: number;
  r?: number;
  blockSize?: number;
  p?: number;
  parallelization?: number;
  maxmem?: number;
}

/** @see https://nodejs.org/api/crypto.html#cryptoscryptsyncpassword-salt-keylen-options */
export function scryptSync(
  password: unknown,
  salt: unknown,
  length: number,
  options?: ScryptOptions,
): Buffer {
  return prepareScrypt(password, salt, length, options)();
}

/** @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback */
export function scrypt(password: unknown, salt: unknown, length: number, ...rest: unknown[]): void {
  const callback = rest.pop();
  const work = prepareScrypt(password, salt, length, rest[0] as ScryptOptions | undefined);
  validateFunction(callback, 'callback');
  later(work, callback as Callback<Buffer>);
}

function prepareScrypt(
  password: unknown,
  salt: unknown,
  length: number,
  options: ScryptOptions = {},
): () => Buffer {
  const [passwordBytes, saltBytes] = [toBytes(password, 'password'), toBytes(salt, 'salt')];
  validateInteger(length, 'keylen', 0, maxInt32);
  const N = options.N ?? options.cost ?? 16384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  const maxmem = options.maxmem ?? 32 * 1024 * 1024;
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo) throw nodeError('ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params', RangeError);
  if (128 * N * r > maxmem) {
    const message = 'Invalid scrypt params: memory limit exceeded';
    throw nodeError('ERR_CRYPTO_INVALID_SCRYPT_PARAMS', message, RangeError);
  }
  return () => {
    if (length === 0) return Buffer.alloc(0);
    const { scrypt: derive } = hashLibraries.scrypt();
    // The library counts memory a little differently; the limit has been checked above.
    return wrap(
      derive(passwordBytes, saltBytes, { N, r, p, dkLen: length, maxmem: Number.MAX_SAFE_INTEGER }),
    );
  };
}

/** @see https://nodejs.org/api/crypto.html#cryptohkdfsyncdigest-ikm-salt-info-keylen */
export function hkdfSync(
  digest: string,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
): ArrayBuffer {
  return prepareHkdf(digest, key, salt, info, length)();
}

/** @see https://nodejs.org/api/crypto.html#cryptohkdfdigest-ikm-salt-info-keylen-callback */
export function hkdf(
  digest: string,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
  callback: Callback<ArrayBuffer>,
): void {
  const work = prepareHkdf(digest, key, salt, info, length);
  validateFunction(callback, 'callback');
  later(work, callback);
}

function prepareHkdf(
  digest: string,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
): () => ArrayBuffer {
  validateString(digest, 'digest');
  const [keyBytes, saltBytes, infoBytes] = [
    toBytes(key, 'ikm'),
    toBytes(salt, 'salt'),
    toBytes(info, 'info'),
  ];
  validateInteger(length, 'length', 0, maxInt32);
  const named = hashNamed(digest);
  if (!named) throw invalidDigest(digest);
  if (length > 255 * named.hash.outputLen) {
    throw nodeError('ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length', RangeError);
  }
  return () => {
    const derived = hashLibraries.hkdf().hkdf(named.hash, keyBytes, saltBytes, infoBytes, length);
    return derived.slice().buffer;
  };
}

function wrap(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
