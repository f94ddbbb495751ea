/**
 * The npm packages that cost too much to evaluate in every thread: between 5 and 17 ms each. The bundler wraps a CommonJS package
 * in a function and runs it at the first `require`, so a program that never inspects an object or opens a stream does not pay.
 */
import type {
  HashFunction,
  HkdfLibrary,
  HmacLibrary,
  Pbkdf2Library,
  ScryptLibrary,
} from './crypto/hash-library.ts';
import type { HttpParserLibrary } from './http/http-parser-library.ts';
import type { InspectLibrary } from './inspect.ts';
import { makeStreamErrorsNodes, type StreamErrorTable } from './stream-errors.ts';
import type { StreamLibrary } from './stream-types.ts';
import type { PakoLibrary } from './zlib/pako-library.ts';

/** Resolved by the bundler, which replaces each call with the package's own wrapper. */
declare const require: (packageName: string) => unknown;

/** Node's `util.inspect`, extracted; evaluated at the first call. */
export function inspectLibrary(): InspectLibrary {
  return require('node-inspect-extracted') as InspectLibrary;
}

/** Node's streams, extracted; evaluated at the first call. */
export function streamLibrary(): StreamLibrary {
  const { codes } = require('readable-stream/lib/ours/errors.js') as { codes: StreamErrorTable };
  makeStreamErrorsNodes(codes);
  return require('readable-stream/lib/stream.js') as StreamLibrary;
}

/** zlib, ported; evaluated at the first call. */
export function pakoLibrary(): PakoLibrary {
  return require('pako') as PakoLibrary;
}

/** A parser of HTTP/1; evaluated at the first connection. */
export function httpParserLibrary(): HttpParserLibrary {
  return require('http-parser-js') as HttpParserLibrary;
}

type Hashes<Name extends string> = Record<Name, HashFunction>;

/** Hashes by family; each is evaluated at the first hash of that family. */
export const hashLibraries = {
  legacy: () => require('@noble/hashes/legacy.js') as Hashes<'md5' | 'sha1' | 'ripemd160'>,
  sha2: () =>
    require('@noble/hashes/sha2.js') as Hashes<
      'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha512_224' | 'sha512_256'
    >,
  sha3: () =>
    require('@noble/hashes/sha3.js') as Hashes<
      'sha3_224' | 'sha3_256' | 'sha3_384' | 'sha3_512' | 'shake128' | 'shake256'
    >,
  blake2: () => require('@noble/hashes/blake2.js') as Hashes<'blake2b' | 'blake2s'>,
  hmac: () => require('@noble/hashes/hmac.js') as HmacLibrary,
  hkdf: () => require('@noble/hashes/hkdf.js') as HkdfLibrary,
  pbkdf2: () => require('@noble/hashes/pbkdf2.js') as Pbkdf2Library,
  scrypt: () => require('@noble/hashes/scrypt.js') as ScryptLibrary,
};
