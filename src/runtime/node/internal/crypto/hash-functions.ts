import { hashLibraries } from '../deferred-packages.ts';
import type { HashFunction } from './hash-library.ts';

/** A hash function as OpenSSL names it, and the length of its output if that may be chosen. */
export interface NamedHash {
  hash: HashFunction;
  /** True for SHAKE, whose output may be of any length. */
  isExtendable: boolean;
}

const { legacy, sha2, sha3, blake2 } = hashLibraries;

const functions: Record<string, () => HashFunction> = {
  md5: () => legacy().md5,
  ripemd160: () => legacy().ripemd160,
  sha1: () => legacy().sha1,
  sha224: () => sha2().sha224,
  sha256: () => sha2().sha256,
  sha384: () => sha2().sha384,
  sha512: () => sha2().sha512,
  'sha512-224': () => sha2().sha512_224,
  'sha512-256': () => sha2().sha512_256,
  'sha3-224': () => sha3().sha3_224,
  'sha3-256': () => sha3().sha3_256,
  'sha3-384': () => sha3().sha3_384,
  'sha3-512': () => sha3().sha3_512,
  shake128: () => sha3().shake128,
  shake256: () => sha3().shake256,
  blake2b512: () => blake2().blake2b,
  blake2s256: () => blake2().blake2s,
};

const aliases: Record<string, string> = {
  'blake2b-512': 'blake2b512',
  'blake2s-256': 'blake2s256',
  md5withrsaencryption: 'md5',
  ripemd: 'ripemd160',
  'ripemd-160': 'ripemd160',
  rmd160: 'ripemd160',
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha-512/224': 'sha512-224',
  'sha-512/256': 'sha512-256',
  'sha2-224': 'sha224',
  'sha2-256': 'sha256',
  'sha2-384': 'sha384',
  'sha2-512': 'sha512',
  'sha512/224': 'sha512-224',
  'sha512/256': 'sha512-256',
  'shake-128': 'shake128',
  'shake-256': 'shake256',
};

/** The hash function of that name in any case of letters, or undefined. */
export function hashNamed(algorithm: string): NamedHash | undefined {
  const lower = algorithm.toLowerCase().replace(/^rsa-/, '');
  const name = aliases[lower] ?? lower;
  const make = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return make && { hash: make(), isExtendable: name.startsWith('shake') };
}

/** The names for `crypto.getHashes()`. */
export function hashNames(): string[] {
  return Object.keys(functions);
}
