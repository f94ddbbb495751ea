import real from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourCrypto from '#runtime/node/crypto.ts';
import { outcome } from './outcome.ts';

type Crypto = typeof real;
const ours = ourCrypto as unknown as Crypto;

function agree(title: string, program: (crypto: Crypto) => unknown): void {
  test(title, () => {
    expect(plain(outcome(() => program(ours)))).toEqual(plain(outcome(() => program(real))));
  });
}

function plain(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { buffer: Buffer.from(value).toString('hex') };
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

const algorithms = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-256',
  'sha512-224',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'shake128',
  'shake256',
  'ripemd160',
  'blake2b512',
  'blake2s256',
  'SHA256',
  'RSA-SHA1',
  'sha-512',
  'nope',
];
const inputs = ['', 'abc', 'héllo', 'x'.repeat(1000), Buffer.from([1, 2, 3]), new Uint16Array([1, 2])];

describe.each(algorithms)('%s', (algorithm) => {
  agree('digests every input in every encoding', (crypto) =>
    inputs.flatMap((input) =>
      [undefined, 'hex', 'base64', 'base64url', 'latin1', 'buffer', 'nope'].map((encoding) =>
        crypto
          .createHash(algorithm)
          .update(input)
          .digest(encoding as 'hex'),
      ),
    ),
  );
  agree('serves as an hmac', (crypto) =>
    algorithm.startsWith('shake')
      ? 'not a key'
      : inputs.map((input) => crypto.createHmac(algorithm, 'key').update(input).digest('hex')),
  );
  agree('serves hash()', (crypto) => crypto.hash(algorithm, 'abc'));
  agree('derives keys', (crypto) =>
    algorithm.startsWith('shake')
      ? 'not a key'
      : [
          crypto.pbkdf2Sync('pw', 'salt', 3, 40, algorithm),
          crypto.hkdfSync(algorithm, 'key', 'salt', 'info', 40),
        ],
  );
});

describe('createHash()', () => {
  agree('gathers updates, and copies what it has', (crypto) => {
    const hash = crypto.createHash('sha256').update('a').update('YmM=', 'base64');
    const copy = hash.copy();
    return [hash.update('d').digest('hex'), copy.digest('hex')];
  });
  agree('refuses a second digest, and data after it', (crypto) => {
    const hash = crypto.createHash('md5');
    hash.digest();
    return [outcome(() => hash.digest()), outcome(() => hash.update('x')), outcome(() => hash.copy())];
  });
  agree('refuses other names and data', (crypto) => [
    outcome(() => crypto.createHash(5 as never)),
    outcome(() => crypto.createHash('md5').update(5 as never)),
  ]);
  agree('lets the length of SHAKE be chosen', (crypto) =>
    crypto.createHash('shake256', { outputLength: 5 }).update('a').digest('hex'),
  );
  test('is a stream', async () => {
    const hash = ours.createHash('sha1');
    Readable.from(['a', 'b']).pipe(hash as never);
    const chunks: Buffer[] = [];
    for await (const chunk of hash) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('hex')).toBe(real.createHash('sha1').update('ab').digest('hex'));
  });
});

describe('createHmac()', () => {
  agree('answers a second digest with nothing', (crypto) => {
    const hmac = crypto.createHmac('md5', 'key');
    return [hmac.digest('hex'), hmac.digest('hex'), hmac.digest()];
  });
  agree('refuses keys and names', (crypto) => [
    outcome(() => crypto.createHmac('md5', null as never)),
    outcome(() => crypto.createHmac(1 as never, 'k')),
  ]);
});

describe('key derivation', () => {
  agree('scryptSync()', (crypto) => [
    crypto.scryptSync('pw', 'salt', 32, { N: 16 }),
    crypto.scryptSync('pw', 'salt', 8, { cost: 2, blockSize: 1, parallelization: 2 }),
  ]);
  agree('refuses parameters', (crypto) => [
    outcome(() => crypto.scryptSync('p', 's', 32, { N: 3 })),
    outcome(() => crypto.scryptSync('p', 's', -1)),
    outcome(() => crypto.scryptSync('p', 's', 0)),
    outcome(() => crypto.pbkdf2Sync('p', 's', 1, 0, 'sha1')),
    outcome(() => crypto.hkdfSync('sha1', 'k', 's', 'i', 0)),
    outcome(() => crypto.pbkdf2Sync('p', 's', 0, 20, 'sha1')),
    outcome(() => crypto.pbkdf2Sync('p', 's', 1, 20, undefined as never)),
    outcome(() => crypto.pbkdf2Sync(1 as never, 's', 1, 20, 'sha1')),
    outcome(() => crypto.pbkdf2('p', 's', 1, 20, 'sha1', undefined as never)),
  ]);
});

describe('random numbers', () => {
  agree('are refused in sizes and ranges as by Node', (crypto) => [
    outcome(() => crypto.randomBytes(-1)),
    outcome(() => crypto.randomBytes('x' as never)),
    outcome(() => crypto.randomInt(5, 1)),
    outcome(() => crypto.randomInt(1.5)),
    outcome(() => crypto.randomFillSync('x' as never)),
    outcome(() => crypto.randomUUID({ disableEntropyCache: 1 as never })),
  ]);
  test('fill what they are asked to fill', () => {
    expect(ours.randomBytes(100_000).length).toBe(100_000);
    const bytes = ours.randomFillSync(Buffer.alloc(64), 8, 48);
    expect([bytes.subarray(0, 8), bytes.subarray(56)].every((edge) => edge.every((byte) => byte === 0))).toBe(
      true,
    );
    expect(bytes.subarray(8, 56).some((byte) => byte !== 0)).toBe(true);
    expect(ours.randomUUID()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const drawn = new Set(Array.from({ length: 200 }, () => ours.randomInt(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5]);
  });
});

agree('timingSafeEqual() compares and refuses', (crypto) => [
  crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
  crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b')),
  outcome(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))),
]);

test('what the host lacks throws when it is used', () => {
  expect(outcome(() => ours.createCipheriv('aes-128-cbc', '', ''))).toMatchObject({
    code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  });
});
