import type { Buffer } from '../buffer/buffer.ts';
import { hashLibraries } from '../deferred-packages.ts';
import { invalidArgType, nodeError } from '../errors.ts';
import type { DuplexOptions } from '../stream-types.ts';
import { validateString, validateUint32 } from '../validators.ts';
import { inEncoding, toBytes } from './bytes.ts';
import { hashNamed } from './hash-functions.ts';
import type { RunningHash } from './hash-library.ts';
import { LazyTransform } from './lazy-transform.ts';

/** The options of `createHash`. */
export interface HashOptions extends DuplexOptions {
  outputLength?: number;
}

type Flushed = (error?: Error | null, data?: unknown) => void;

abstract class Digest extends LazyTransform {
  protected readonly running: RunningHash;
  protected finished = false;
  #result: Uint8Array | undefined;

  constructor(running: RunningHash, options?: DuplexOptions) {
    super(options);
    this.running = running;
    // Not enumerable: a hash is printed without the state of its computation.
    Object.defineProperty(this, 'running', { enumerable: false });
    Object.defineProperty(this, 'finished', { enumerable: false });
  }

  update(data: unknown, encoding?: string): this {
    if (this.finished) throw finalized();
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
      throw invalidArgType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    this.running.update(toBytes(data, 'data', encoding));
    return this;
  }

  _transform(chunk: Uint8Array, encoding: string, callback: Flushed): void {
    this.update(chunk, encoding);
    callback();
  }

  _flush(callback: Flushed): void {
    callback(null, inEncoding(this.result(), undefined));
  }

  /** What came out, which a stream hands out at its end and `digest()` after it once more. */
  protected result(): Uint8Array {
    return (this.#result ??= this.running.digest());
  }

  abstract digest(encoding?: string): Buffer | string;
}

/** @see https://nodejs.org/api/crypto.html#class-hash */
export class Hash extends Digest {
  digest(encoding?: string): Buffer | string {
    if (this.finished) throw finalized();
    this.finished = true;
    return inEncoding(this.result(), encoding);
  }

  copy(options?: DuplexOptions): Hash {
    if (this.finished) throw finalized();
    return new Hash(this.running.clone(), options);
  }
}

/** @see https://nodejs.org/api/crypto.html#class-hmac */
export class Hmac extends Digest {
  digest(encoding?: string): Buffer | string {
    // Unlike a Hash, an Hmac answers a second call with nothing.
    if (this.finished) return inEncoding(new Uint8Array(0), encoding);
    this.finished = true;
    return inEncoding(this.result(), encoding);
  }
}

/** @see https://nodejs.org/api/crypto.html#cryptocreatehashalgorithm-options */
export function createHash(algorithm: string, options?: HashOptions): Hash {
  validateString(algorithm, 'algorithm');
  const length = options?.outputLength;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  const named = hashNamed(algorithm);
  if (!named) throw new Error('Digest method not supported');
  const { hash, isExtendable } = named;
  if (length === undefined) return new Hash(hash.create(), options);
  if (!isExtendable && length !== hash.outputLen) {
    throw nodeError(
      'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
      'Unsupported state or unable to set output length',
    );
  }
  return new Hash(isExtendable ? hash.create({ dkLen: length }) : hash.create(), options);
}

/** @see https://nodejs.org/api/crypto.html#cryptocreatehmacalgorithm-key-options */
export function createHmac(algorithm: string, key: unknown, options?: DuplexOptions): Hmac {
  validateString(algorithm, 'hmac');
  const bytes = toBytes(key, 'key', 'utf8', ['KeyObject', 'CryptoKey']);
  const named = hashNamed(algorithm);
  if (!named) throw invalidDigest(algorithm);
  return new Hmac(hashLibraries.hmac().hmac.create(named.hash, bytes), options);
}

/** @see https://nodejs.org/api/crypto.html#cryptohashalgorithm-data-options */
export function hash(
  algorithm: string,
  data: unknown,
  options: string | { outputEncoding?: string } = 'hex',
): Buffer | string {
  validateString(algorithm, 'algorithm');
  const bytes = toBytes(data, 'input');
  const named = hashNamed(algorithm);
  if (!named) throw new Error(`Digest method ${algorithm} is not supported`);
  const encoding = typeof options === 'string' ? options : (options.outputEncoding ?? 'hex');
  return inEncoding(named.hash(bytes), encoding);
}

/** `ERR_CRYPTO_INVALID_DIGEST` */
export function invalidDigest(algorithm: string): Error {
  return nodeError('ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`, TypeError);
}

function finalized(): Error {
  return nodeError('ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
}
