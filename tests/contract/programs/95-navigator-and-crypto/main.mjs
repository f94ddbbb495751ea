// The globals `navigator` and `crypto`, and hashes as streams.
import crypto, { createHash, createHmac, webcrypto } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { locks } from 'node:worker_threads';

console.log(navigator, Object.prototype.toString.call(navigator), navigator.userAgent, navigator.platform);
console.log(navigator.hardwareConcurrency >= 1, typeof navigator.language, navigator.languages.length);
console.log(navigator.locks === locks, await navigator.locks.request('name', ({ name, mode }) => [name, mode]));
try {
  new navigator.constructor();
} catch (error) {
  console.log(error.code, error.message);
}
console.log('deviceMemory' in navigator, 'gpu' in navigator, Object.keys(navigator));

console.log(/^[\da-f]{8}-[\da-f]{4}-4/.test(globalThis.crypto.randomUUID()), webcrypto === globalThis.crypto);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
for (const name of ['SHA-1', 'sha-256', { name: 'SHA-384' }, 'SHA-512']) {
  const digest = await globalThis.crypto.subtle.digest(name, new TextEncoder().encode('text'));
  console.log(digest.constructor.name, hex(digest));
}
await crypto.subtle.digest('MD5', new Uint8Array(1)).catch(({ name }) => console.log(name));

const hash = createHash('sha256');
await pipeline(Readable.from(['a', 'b']), hash);
console.log(hash.digest('hex') === createHash('sha256').update('ab').digest('hex'));
try {
  hash.digest();
} catch (error) {
  console.log(error.code);
}
const read = Readable.from(['a', 'b']).pipe(createHmac('sha1', 'key').setEncoding('hex'));
console.log(await read.toArray());
