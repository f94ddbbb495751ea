/**
 * `node:crypto`: hashes, key derivation and random numbers. Ciphers, signatures and keys throw.
 *
 * @see https://nodejs.org/api/crypto.html
 */
import { native } from '../thread/native.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { absentSubtle } from './internal/crypto/absent-subtle.ts';
import { createHash, createHmac, Hash, hash, Hmac } from './internal/crypto/hash.ts';
import { hashNames } from './internal/crypto/hash-functions.ts';
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './internal/crypto/key-derivation.ts';
import {
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
} from './internal/crypto/random.ts';
import { invalidArgType, nodeError } from './internal/errors.ts';
import types from './internal/types.ts';

const absent = [
  'argon2',
  'argon2Sync',
  'Certificate',
  'checkPrime',
  'checkPrimeSync',
  'Cipheriv',
  'createCipheriv',
  'createDecipheriv',
  'createDiffieHellman',
  'createDiffieHellmanGroup',
  'createECDH',
  'createMac',
  'createPrivateKey',
  'createPublicKey',
  'createSecretKey',
  'createSign',
  'createVerify',
  'decapsulate',
  'Decipheriv',
  'diffieHellman',
  'DiffieHellman',
  'DiffieHellmanGroup',
  'ECDH',
  'encapsulate',
  'generateKey',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
  'getCipherInfo',
  'getDiffieHellman',
  'getMacs',
  'KeyObject',
  'parsePKCS12',
  'privateDecrypt',
  'privateEncrypt',
  'publicDecrypt',
  'publicEncrypt',
  'randomUUIDv7',
  'secureHeapUsed',
  'setEngine',
  'setFips',
  'Sign',
  'sign',
  'verify',
  'Verify',
  'X509Certificate',
];

/** Compares in a time that does not tell where the first difference is. */
function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [first, second] = [bytesOf(a, 'buf1'), bytesOf(b, 'buf2')];
  if (first.length !== second.length) {
    const message = 'Input buffers must have the same byte length';
    throw nodeError('ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', message, RangeError);
  }
  let difference = 0;
  for (let index = 0; index < first.length; index++) {
    difference |= (first[index] as number) ^ (second[index] as number);
  }
  return difference === 0;
}

function bytesOf(value: unknown, name: string): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value);
  throw invalidArgType(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
}

/** Asked before the program: where there is none, `crypto.subtle` is ours. */
const nativeSubtle = native.subtle;

export default {
  createHash,
  createHmac,
  getCiphers: (): string[] => [],
  getCurves: (): string[] => [],
  getHashes: hashNames,
  hkdf,
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  timingSafeEqual,
  getFips: () => 0,
  hash,
  Hash,
  Hmac,
  constants: Object.create(null) as object,
  get webcrypto() {
    return native.crypto;
  },
  get subtle() {
    return nativeSubtle ?? absentSubtle;
  },
  getRandomValues,
  ...absentFunctions('crypto', absent),
};
