import { Buffer as RealBuffer } from 'node:buffer';
import realModule from 'node:buffer';
import { StringDecoder as RealDecoder } from 'node:string_decoder';
import util from 'node:util';
import { describe, expect, test } from 'vitest';
import './worker-realm.ts';
import bufferModule from '#runtime/node/buffer.ts';
import { StringDecoder as OurDecoder } from '#runtime/node/string-decoder.ts';
import { outcome } from './outcome.ts';

type Class = typeof RealBuffer;
const OurBuffer = bufferModule.Buffer as unknown as Class;
const encodings = [
  'utf8',
  'utf-8',
  'UTF8',
  'ucs2',
  'utf16le',
  'latin1',
  'binary',
  'base64',
  'base64url',
  'hex',
  'ascii',
] as BufferEncoding[];
const texts = [
  '',
  'a',
  'héllo wörld',
  '漢字',
  '💩 poo',
  '\ud800 lone',
  'ff00zz',
  'f',
  'aGVsbG8=',
  'aGVsbG8',
  'a-_b',
  'a+/b==',
  '====',
  'x'.repeat(40) + 'é',
];

/** Runs the same program with both classes and compares bytes, values and errors. */
function agree(title: string, program: (Buffer: Class) => unknown): void {
  test(title, () => {
    expect(plain(outcome(() => program(OurBuffer)))).toEqual(plain(outcome(() => program(RealBuffer))));
  });
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

describe('encodings', () => {
  for (const encoding of encodings) {
    agree(`${encoding} encodes and measures every text`, (Buffer) =>
      texts.map((text) => [Buffer.from(text, encoding), Buffer.byteLength(text, encoding)]),
    );
    agree(`${encoding} decodes every byte`, (Buffer) =>
      [
        Buffer.from(Array.from({ length: 256 }, (_, index) => index)),
        Buffer.from('é漢💩'),
        Buffer.from([0xe6, 0xbc]),
      ].map((bytes) => [bytes.toString(encoding), bytes.toString(encoding, 1, 3)]),
    );
    agree(`${encoding} writes whole characters only`, (Buffer) =>
      texts.map((text) => {
        const target = Buffer.alloc(7, 1);
        return [target.write(text, encoding), target, Buffer.alloc(7, 1).write(text, 2, 3, encoding)];
      }),
    );
  }
  agree('an unknown one is refused', (Buffer) => Buffer.from('a', 'nope' as never));
  agree('isEncoding() knows the names', (Buffer) =>
    ['utf8', 'UTF-8', 'hex', 'nope', '', 5].map((name) => Buffer.isEncoding(name as never)),
  );
});

describe('making', () => {
  agree('from() takes what Node takes', (Buffer) => [
    Buffer.from([1, 2, 300, -1]),
    Buffer.from(new Uint8Array([1, 2])),
    Buffer.from(new Uint16Array([1, 256])),
    Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 1),
    Buffer.from({ length: 2, 0: 5 } as never),
    Buffer.from({ type: 'Buffer', data: [1] } as never),
    Buffer.from(new String('boxed') as never),
    Buffer.from({ [Symbol.toPrimitive]: () => 'prim' } as never),
  ]);
  for (const value of [undefined, null, 5, {}, () => {}, Symbol('x')]) {
    agree(`from(${util.inspect(value)}) is refused`, (Buffer) => Buffer.from(value as never));
  }
  agree('from() checks the bounds of an ArrayBuffer', (Buffer) => Buffer.from(new ArrayBuffer(2), 3));
  agree('alloc() fills', (Buffer) => [
    Buffer.alloc(3),
    Buffer.alloc(3, 'ab'),
    Buffer.alloc(3, 5),
    Buffer.alloc(4, 'YQ==', 'base64'),
    Buffer.of(1, 2),
  ]);
  for (const size of [-1, 'x', NaN])
    agree(`alloc(${String(size)}) is refused`, (Buffer) => Buffer.alloc(size as never));
  agree('concat() joins, cuts and pads', (Buffer) => [
    Buffer.concat([Buffer.from('ab'), Buffer.from('c')]),
    Buffer.concat([Buffer.from('ab'), Buffer.from('c')], 2),
    Buffer.concat([Buffer.from('ab')], 4),
    Buffer.concat([]),
  ]);
  agree('concat() names the part that is no buffer', (Buffer) =>
    Buffer.concat([Buffer.from(''), 'x' as never]),
  );
  agree('copyBytesFrom() copies', (Buffer) => Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 1));
});

describe('methods', () => {
  agree('compare and equals', (Buffer) => {
    const [a, b] = [Buffer.from('abc'), Buffer.from('abd')];
    return [
      a.compare(b),
      b.compare(a),
      a.equals(Buffer.from('abc')),
      Buffer.compare(a, b),
      a.compare(b, 0, 2, 0, 2),
      outcome(() => a.equals('x' as never)),
      outcome(() => a.compare(b, 0, 9)),
    ];
  });
  agree('indexOf, lastIndexOf and includes', (Buffer) => {
    const bytes = Buffer.from('this is a buffer, this is');
    return [
      ['is', 0],
      ['is', 3],
      ['is', -3],
      ['nope', 0],
      ['', 3],
      ['', 99],
      [97, 0],
      [Buffer.from('is'), 4],
      ['is', 'utf8'],
      ['6973', 0, 'hex'],
    ].flatMap(([value, offset, encoding]) => [
      bytes.indexOf(value as never, offset as never, encoding as never),
      bytes.lastIndexOf(value as never, offset as never, encoding as never),
      bytes.includes(value as never, offset as never, encoding as never),
    ]);
  });
  agree('indexOf refuses other values', (Buffer) => Buffer.from('a').indexOf({} as never));
  agree('fill', (Buffer) => [
    Buffer.alloc(5).fill('abc'),
    Buffer.alloc(5).fill('é'),
    Buffer.alloc(5).fill(1, 1, 3),
    Buffer.alloc(4).fill('ab', 1),
    Buffer.alloc(4).fill('6162', 'hex'),
    Buffer.alloc(3).fill(''),
    outcome(() => Buffer.alloc(3).fill(1, 9)),
  ]);
  agree('copy', (Buffer) => {
    const target = Buffer.alloc(4);
    return [
      Buffer.from('abcdef').copy(target, 1, 2),
      target,
      Buffer.from('ab').copy(target, 9),
      outcome(() => Buffer.from('ab').copy(target, -1)),
      outcome(() => Buffer.from('ab').copy(target, 0, 5)),
    ];
  });
  agree('slice and subarray share memory', (Buffer) => {
    const bytes = Buffer.from('abcdef');
    bytes.subarray(1, 3)[0] = 0x7a;
    return [bytes, bytes.slice(-2), bytes.subarray(2), bytes.subarray(9), bytes.slice(1, -1).toString()];
  });
  agree('swap', (Buffer) => [
    Buffer.from([1, 2, 3, 4]).swap16(),
    Buffer.from([1, 2, 3, 4]).swap32(),
    outcome(() => Buffer.from([1]).swap16()),
    outcome(() => Buffer.from([1]).swap64()),
  ]);
  agree('toJSON', (Buffer) => JSON.stringify(Buffer.from('ab')));
  agree('write checks its arguments', (Buffer) => [
    outcome(() => Buffer.alloc(1).write(5 as never)),
    outcome(() => Buffer.alloc(1).write('a', 9)),
    outcome(() => Buffer.alloc(1).write('a', 0, 1, 'nope' as never)),
  ]);
});

const numberMethods = Object.getOwnPropertyNames(RealBuffer.prototype).filter((name) =>
  /^read(Big)?(U|I|F|D|u)/.test(name),
);
describe('numbers', () => {
  for (const read of numberMethods) {
    const write = read.replace('read', 'write');
    const isBig = read.includes('Big');
    const isAnySize = /^read(UInt|Uint|Int)(LE|BE)$/.test(read);
    agree(`${read} and ${write} agree on values, offsets and errors`, (Buffer) => {
      const call = (bytes: Buffer, name: string, args: unknown[]) =>
        outcome(() => (bytes as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args));
      const results: unknown[] = [];
      for (const sample of [
        0,
        1,
        -1,
        127,
        -129,
        255,
        256,
        65535,
        -32769,
        2 ** 31,
        -(2 ** 31),
        2 ** 32,
        1.5,
        NaN,
      ]) {
        if (isBig && !Number.isInteger(sample)) continue;
        const value = isBig ? BigInt(sample) : sample;
        const bytes = Buffer.alloc(10);
        results.push(
          call(bytes, write, isAnySize ? [value, 1, 3] : [value, 1]),
          bytes,
          call(bytes, read, isAnySize ? [1, 3] : [1]),
        );
      }
      const bytes = Buffer.from([1, 2, 3, 4, 5, 6, 7, 200, 255, 128]);
      for (const offset of [0, 2, 9, 10, -1, 1.5, 'x']) {
        results.push(call(bytes, read, isAnySize ? [offset, 1] : [offset]));
      }
      if (isAnySize)
        for (const size of [1, 2, 3, 4, 5, 6, 7, 0, 1.5, undefined])
          results.push(call(bytes, read, [0, size]));
      results.push(call(Buffer.alloc(0), read, isAnySize ? [0, 1] : [0]));
      return results;
    });
  }
});

test('a buffer looks as Node’s when inspected', () => {
  const variants = (Buffer: Class): unknown[] => [
    Buffer.from('hello'),
    Buffer.alloc(0),
    Buffer.alloc(60, 1),
    Object.assign(Buffer.from('a'), { note: 1 }),
    { inside: Buffer.from([255]) },
  ];
  expect(variants(OurBuffer).map((value) => util.inspect(value))).toEqual(
    variants(RealBuffer).map((value) => util.inspect(value)),
  );
});

test('a buffer is a Uint8Array, and knows its own', () => {
  const bytes = OurBuffer.from('a');
  expect(bytes instanceof Uint8Array).toBe(true);
  expect([OurBuffer.isBuffer(bytes), OurBuffer.isBuffer(new Uint8Array(1))]).toEqual([true, false]);
  expect(bytes.constructor).toBe(OurBuffer);
  expect(OurBuffer.isBuffer(bytes.map((byte) => byte + 1))).toBe(true);
});

test('transcode(), isUtf8() and isAscii() agree with Node', () => {
  for (const [from, to] of [
    ['utf8', 'latin1'],
    ['utf8', 'ascii'],
    ['latin1', 'utf8'],
    ['utf8', 'ucs2'],
    ['utf16le', 'utf8'],
  ] as const) {
    const source = RealBuffer.from('é€a', from);
    expect([...bufferModule.transcode(source, from, to)]).toEqual([
      ...realModule.transcode(source, from, to),
    ]);
  }
  for (const bytes of [[0x61], [0xc3, 0xa9], [0xff], []]) {
    const view = new Uint8Array(bytes);
    expect([bufferModule.isUtf8(view), bufferModule.isAscii(view)]).toEqual([
      realModule.isUtf8(view),
      realModule.isAscii(view),
    ]);
  }
});

describe('StringDecoder', () => {
  const inputs = [
    [0xe6, 0xbc, 0xa2, 0xe5],
    [0xf0, 0x9f, 0x92, 0xa9],
    [0xff, 0xc3, 0x28, 0xa9],
    [0x3d, 0xd8, 0xa9, 0xdc],
    [1, 2, 3, 4, 5],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80],
    [0xe0, 0x80],
  ];
  test.each(['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1', 'ascii'] as const)(
    'gives what Node’s gives for %s, wherever the chunks are cut',
    (encoding) => {
      for (const bytes of inputs) {
        // Node loses half a pair of surrogates that is cut within a unit; the host does not.
        for (const size of encoding === 'utf16le' ? [2] : [1, 2, 3]) {
          const read = (
            Decoder: new (encoding: BufferEncoding) => { write(chunk: Uint8Array): string; end(): string },
          ) => {
            const decoder = new Decoder(encoding);
            const pieces: string[] = [];
            for (let start = 0; start < bytes.length; start += size)
              pieces.push(decoder.write(RealBuffer.from(bytes.slice(start, start + size))));
            return [...pieces, decoder.end()];
          };
          expect([bytes, size, read(OurDecoder as never)]).toEqual([bytes, size, read(RealDecoder)]);
        }
      }
    },
  );
  test('refuses unknown encodings and chunks as Node’s does', () => {
    expect(outcome(() => new OurDecoder('nope'))).toEqual(outcome(() => new RealDecoder('nope' as never)));
    expect(outcome(() => new OurDecoder().write(5 as never))).toEqual(
      outcome(() => new RealDecoder().write(5 as never)),
    );
  });
});
