import real from 'node:zlib';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourZlib from '#runtime/node/zlib.ts';
import { outcome } from './outcome.ts';

type Zlib = typeof real;
const ours = ourZlib as unknown as Zlib;

function agree(title: string, program: (zlib: Zlib) => unknown): void {
  test(title, () => {
    expect(plain(outcome(() => program(ours)))).toEqual(plain(outcome(() => program(real))));
  });
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(50);
const noise = Buffer.from(
  Array.from({ length: 40_000 }, (_, index) => (index * index * 31 + (index >> 3)) & 0xff),
);
const inputs = ['', 'a', text, noise, new Uint16Array([1, 2, 3]), new Uint8Array([1, 2]).buffer];
const compressors = ['deflateSync', 'deflateRawSync', 'gzipSync'] as const;
const decompressors = ['inflateSync', 'inflateRawSync', 'gunzipSync', 'unzipSync'] as const;

describe.each(compressors)('%s', (name) => {
  agree('gives the bytes that zlib gives', (zlib) => inputs.map((input) => zlib[name](input)));

  agree('takes every option', (zlib) =>
    [
      { level: 0 },
      { level: 1 },
      { level: 9 },
      { windowBits: 8 },
      { windowBits: 9 },
      { memLevel: 1 },
      { strategy: zlib.constants.Z_HUFFMAN_ONLY },
      { strategy: zlib.constants.Z_RLE },
      { strategy: zlib.constants.Z_FIXED },
      { finishFlush: zlib.constants.Z_SYNC_FLUSH },
      { chunkSize: 64 },
      { dictionary: Buffer.from('quick brown fox') },
      { maxOutputLength: 10 },
    ].map((options) => outcome(() => zlib[name](text, options))),
  );

  agree('refuses wrong options and data', (zlib) =>
    [
      { level: 10 },
      { level: 'x' },
      { level: Number.NaN },
      { windowBits: 7 },
      { memLevel: Infinity },
      { strategy: -1 },
      { dictionary: 'text' },
      { chunkSize: 1 },
      { flush: 9 },
      { maxOutputLength: 0 },
      { rejectGarbageAfterEnd: 1 },
    ].map((options) => outcome(() => zlib[name](text, options as object))),
  );

  agree('refuses what is no data', (zlib) =>
    [1, undefined, null, {}].map((data) => outcome(() => zlib[name](data as string))),
  );
});

describe.each(decompressors)('%s', (name) => {
  const packed = [
    ...compressors.map((compress) => real[compress](text)),
    Buffer.concat([real.gzipSync('one'), real.gzipSync('two')]),
    Buffer.concat([real.gzipSync('one'), Buffer.alloc(4)]),
    Buffer.concat([real.gzipSync('one'), Buffer.from('junk')]),
    Buffer.concat([real.deflateSync('one'), Buffer.from('junk')]),
    Buffer.concat([real.deflateRawSync('one'), Buffer.from('junk')]),
    real.gzipSync(text).subarray(0, 30),
    real.deflateSync(text).subarray(0, 30),
    corrupted(real.gzipSync(text), -6),
    corrupted(real.deflateSync(text), -1),
    corrupted(real.deflateSync(text), 12),
    real.deflateSync(text, { dictionary: Buffer.from('lazy dog') }),
    real.deflateRawSync(text, { dictionary: Buffer.from('lazy dog') }),
    Buffer.from('hello world'),
    Buffer.from([0x1f]),
    Buffer.alloc(0),
  ];

  agree('gives what zlib gives, or its error', (zlib) =>
    packed.map((data) => outcome(() => zlib[name](data))),
  );

  agree('takes every option', (zlib) =>
    [
      { finishFlush: zlib.constants.Z_SYNC_FLUSH },
      { dictionary: Buffer.from('lazy dog') },
      { dictionary: Buffer.from('wrong') },
      { rejectGarbageAfterEnd: true },
      { maxOutputLength: 20 },
      { windowBits: 15 },
      { windowBits: 8 },
    ].map((options) => packed.map((data) => outcome(() => zlib[name](data, options)))),
  );
});

function corrupted(data: Buffer, at: number): Buffer {
  const copy = Buffer.from(data);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = copy[index]! ^ 0xff;
  return copy;
}

agree('crc32() continues a checksum and refuses what is no data', (zlib) => [
  zlib.crc32('hello'),
  zlib.crc32(Buffer.from('hello')),
  zlib.crc32('lo', zlib.crc32('hel')),
  zlib.crc32(new Uint16Array([1, 515])),
  outcome(() => zlib.crc32(1 as never)),
  outcome(() => zlib.crc32('a', -1)),
]);

agree('the constants of zlib itself are Node’s', (zlib) => [
  Object.fromEntries(Object.entries(zlib.constants).filter(([name]) => !/^(BROTLI|ZSTD)/.test(name))),
  Reflect.get(zlib, 'codes'),
  Reflect.get(zlib, 'Z_BEST_SPEED'),
]);
