import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../src/runtime/protocol/encoded-value.ts';

describe('encodeValue() and decodeValue()', () => {
  it.each([
    undefined,
    null,
    'text \u0000 with a zero',
    -0,
    NaN,
    Infinity,
    10n,
    { $: 1, nested: [undefined, { a: null }] },
    new Uint8Array([1, 2, 3]),
    { first: new Uint8Array([1]), second: new Uint8Array(0), third: [new Uint8Array([4, 5])] },
  ])('bring back %s', (value) => {
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  it('copy the bytes', () => {
    const encoded = encodeValue(new Uint8Array([1]));
    const decoded = decodeValue(encoded) as Uint8Array;
    encoded.fill(9);
    expect([...decoded]).toEqual([1]);
  });
});
