/** The shapes of `@noble/hashes` that the host uses. */

/** A computation of a hash under way. */
export interface RunningHash {
  update(bytes: Uint8Array): this;
  digest(): Uint8Array;
  clone(): RunningHash;
}

/** A hash function: applied at once, or made to run. `dkLen` is the length of output of those that can vary it. */
export interface HashFunction {
  (bytes: Uint8Array, options?: { dkLen?: number }): Uint8Array;
  create(options?: { dkLen?: number }): RunningHash;
  outputLen: number;
  blockLen: number;
}

/** `hmac.js` */
export interface HmacLibrary {
  hmac: { create(hash: HashFunction, key: Uint8Array): RunningHash };
}

/** `hkdf.js` */
export interface HkdfLibrary {
  hkdf(hash: HashFunction, key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array;
}

/** `pbkdf2.js` */
export interface Pbkdf2Library {
  pbkdf2(
    hash: HashFunction,
    password: Uint8Array,
    salt: Uint8Array,
    options: { c: number; dkLen: number },
  ): Uint8Array;
}

/** `scrypt.js` */
export interface ScryptLibrary {
  scrypt(
    password: Uint8Array,
    salt: Uint8Array,
    options: { N: number; r: number; p: number; dkLen: number; maxmem: number },
  ): Uint8Array;
}
