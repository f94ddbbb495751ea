import { native } from '../../../thread/native.ts';
import type { PoolWork } from '../../../protocol/pool-calls.ts';
import { hashLibraries } from '../deferred-packages.ts';
import { hashNamed } from './hash-functions.ts';
import type { HashFunction } from './hash-library.ts';

/** A browser fills no more at a time. */
const RANDOM_CHUNK_BYTES = 65536;

/** Does at once what a thread of the pool does for the asynchronous functions of `crypto`. @throws what OpenSSL refuses */
export function performWork(work: PoolWork): Uint8Array<ArrayBuffer> {
  switch (work.kind) {
    case 'pbkdf2': {
      if (work.length === 0) throw new Error('PBKDF2 derivation failed');
      const { digest, password, salt, iterations: c, length: dkLen } = work;
      return whole(hashLibraries.pbkdf2().pbkdf2(hashFunction(digest), password, salt, { c, dkLen }));
    }
    case 'scrypt': {
      if (work.length === 0) return new Uint8Array(0);
      const { password, salt, N, r, p, length: dkLen } = work;
      // The library counts memory a little differently; the limit has been checked before.
      const maxmem = Number.MAX_SAFE_INTEGER;
      return whole(hashLibraries.scrypt().scrypt(password, salt, { N, r, p, dkLen, maxmem }));
    }
    case 'hkdf': {
      if (work.length === 0) throw new Error('HKDF derivation failed');
      const { digest, key, salt, info, length } = work;
      return whole(hashLibraries.hkdf().hkdf(hashFunction(digest), key, salt, info, length));
    }
    case 'random':
      return fillRandomly(new Uint8Array(work.length));
  }
}

/** Fills bytes with random ones. */
export function fillRandomly<Bytes extends Uint8Array<ArrayBuffer>>(bytes: Bytes): Bytes {
  for (let start = 0; start < bytes.length; start += RANDOM_CHUNK_BYTES) {
    native.crypto.getRandomValues(bytes.subarray(start, start + RANDOM_CHUNK_BYTES));
  }
  return bytes;
}

function hashFunction(digest: string): HashFunction {
  const named = hashNamed(digest);
  if (!named) throw new Error(`Invalid digest: ${digest}`);
  return named.hash;
}

/** The bytes in a buffer of just their size, which can be cloned without what lies around them. */
function whole(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.slice();
}
