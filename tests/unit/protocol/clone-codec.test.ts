import { describe, expect, test } from 'vitest';
import { decodeClone } from '../../../src/runtime/protocol/decode-clone.ts';
import { encodeClone } from '../../../src/runtime/protocol/encode-clone.ts';

const shared = { shared: true };

const values: [string, unknown][] = [
  ['a string', 'käse\u0000\ud83e\uddc0'],
  ['a number', 1.5],
  ['negative zero', -0],
  ['NaN', NaN],
  ['infinity', -Infinity],
  ['a bigint', 2n ** 70n],
  ['null', null],
  ['undefined', undefined],
  ['a boolean', false],
  ['a nested object', { a: { b: [1, 'x', undefined] } }],
  ['an object with a strange key', Object.defineProperty({}, '__proto__', { value: 1, enumerable: true })],
  ['an array with holes', [1, , 3]],
  [
    'a map',
    new Map<unknown, unknown>([
      [{ key: 1 }, new Map()],
      ['x', undefined],
    ]),
  ],
  ['a set', new Set([1, 'x', null])],
  ['a date', new Date(5)],
  ['an invalid date', new Date(NaN)],
  ['a regular expression', /a+/giu],
  ['a boxed primitive', Object('x')],
  ['a buffer', new Uint8Array([0, 128, 255]).buffer],
  ['a view of a part of a buffer', new Uint16Array(new ArrayBuffer(8), 2, 2)],
  ['a DataView', new DataView(new ArrayBuffer(4), 1)],
  ['an object twice', [shared, shared]],
  ['a megabyte', new Uint8Array(2 ** 20).fill(7)],
];

describe('decodeClone() restores what encodeClone() was given', () => {
  test.each(values)('%s', (_, value) => {
    expect(decodeClone(encodeClone(value))).toEqual(value);
  });

  test('the identity of objects that occur twice', () => {
    const [first, second] = decodeClone(encodeClone([shared, shared])) as unknown[];
    expect(first).toBe(second);
  });

  test('a cycle', () => {
    const cyclic: { self?: unknown; map: Map<string, unknown> } = { map: new Map() };
    cyclic.self = cyclic;
    cyclic.map.set('back', cyclic);
    const decoded = decodeClone(encodeClone(cyclic)) as typeof cyclic;
    expect(decoded.self).toBe(decoded);
    expect(decoded.map.get('back')).toBe(decoded);
  });

  test('two views of one buffer', () => {
    const buffer = new ArrayBuffer(4);
    const [bytes, words] = decodeClone(encodeClone([new Uint8Array(buffer), new Uint32Array(buffer)])) as [
      Uint8Array,
      Uint32Array,
    ];
    bytes.fill(1);
    expect(words[0]).toBe(0x01010101);
  });

  test('an error with its class, stack and cause', () => {
    const error = new RangeError('far', { cause: { why: 1 } });
    const decoded = decodeClone(encodeClone(error)) as RangeError;
    expect(decoded).toBeInstanceOf(RangeError);
    expect([decoded.message, decoded.stack, decoded.cause]).toEqual(['far', error.stack, { why: 1 }]);
    expect(Object.keys(decoded)).toEqual([]);
  });

  test('ports, by their place in the list', () => {
    const port = {} as MessagePort;
    const other = {} as MessagePort;
    expect(decodeClone(encodeClone({ port }, [other, port]), [other, port])).toEqual({ port });
  });
});

test('encodeClone() refuses what bytes cannot carry', () => {
  expect(() => encodeClone(new SharedArrayBuffer(1))).toThrow('SharedArrayBuffer');
});
