import type { PoolWork } from '../../../protocol/pool-calls.ts';
import { Buffer } from '../buffer/buffer.ts';
import { nodeError } from '../errors.ts';
import { validateFunction, validateInteger, validateString } from '../validators.ts';
import { toBytes } from './bytes.ts';
import { hashNamed } from './hash-functions.ts';
import { invalidDigest } from './hash.ts';
import { onPool } from './on-pool.ts';
import { performWork } from './perform-work.ts';

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
  return asBuffer(performWork(preparePbkdf2(password, salt, iterations, length, digest)));
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
  onPool(work, asBuffer, callback);
}

function preparePbkdf2(
  password: unknown,
  salt: unknown,
  iterations: number,
  length: number,
  digest: string,
): PoolWork {
  validateString(digest, 'digest');
  const bytes = { password: copyOf(password, 'password'), salt: copyOf(salt, 'salt') };
  validateInteger(iterations, 'iterations', 1, maxInt32);
  validateInteger(length, 'keylen', 0, maxInt32);
  if (!hashNamed(digest)) throw invalidDigest(digest);
  return { kind: 'pbkdf2', ...bytes, digest, iterations, length };
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
  return asBuffer(performWork(prepareScrypt(password, salt, length, options)));
}

/** @see https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback */
export function scrypt(password: unknown, salt: unknown, length: number, ...rest: unknown[]): void {
  const callback = rest.pop();
  const work = prepareScrypt(password, salt, length, rest[0] as ScryptOptions | undefined);
  validateFunction(callback, 'callback');
  onPool(work, asBuffer, callback as Callback<Buffer>);
}

function prepareScrypt(
  password: unknown,
  salt: unknown,
  length: number,
  options: ScryptOptions = {},
): PoolWork {
  const bytes = { password: copyOf(password, 'password'), salt: copyOf(salt, 'salt') };
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
  return { kind: 'scrypt', ...bytes, N, r, p, length };
}

/** @see https://nodejs.org/api/crypto.html#cryptohkdfsyncdigest-ikm-salt-info-keylen */
export function hkdfSync(
  digest: string,
  key: unknown,
  salt: unknown,
  info: unknown,
  length: number,
): ArrayBuffer {
  return asArrayBuffer(performWork(prepareHkdf(digest, key, salt, info, length)));
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
  onPool(work, asArrayBuffer, callback);
}

function prepareHkdf(digest: string, key: unknown, salt: unknown, info: unknown, length: number): PoolWork {
  validateString(digest, 'digest');
  const bytes = { key: copyOf(key, 'ikm'), salt: copyOf(salt, 'salt'), info: copyOf(info, 'info') };
  validateInteger(length, 'length', 0, maxInt32);
  const named = hashNamed(digest);
  if (!named) throw invalidDigest(digest);
  if (length > 255 * named.hash.outputLen) {
    throw nodeError('ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length', RangeError);
  }
  return { kind: 'hkdf', ...bytes, digest, length };
}

/** The bytes as they are now: the program may change its own while the work is under way. */
function copyOf(value: unknown, name: string): Uint8Array {
  return Uint8Array.from(toBytes(value, name));
}

function asBuffer({ buffer }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer);
}

function asArrayBuffer({ buffer }: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return buffer;
}
