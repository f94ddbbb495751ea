import { describe, expect, test } from 'vitest';
import { weightOf } from '../../../src/runtime/kernel/message-weight.ts';

const MB = 2 ** 20;

describe('weightOf()', () => {
  test.each<[what: string, value: unknown]>([
    ['nothing', undefined],
    ['a number', 1],
    ['a small object', { n: 1, text: 'hello', list: [1, 2, 3] }],
    ['shared memory', new SharedArrayBuffer(MB)],
    ['a view of shared memory', new Uint8Array(new SharedArrayBuffer(MB))],
  ])('is one for %s', (_what, value) => expect(weightOf(value)).toBe(1));

  test.each<[what: string, value: unknown]>([
    ['a buffer', new ArrayBuffer(MB)],
    ['a small view of a large buffer', new Uint8Array(new ArrayBuffer(MB), 0, 1)],
    ['a string', 'x'.repeat(MB)],
    ['a buffer deep inside', { a: [new Map([['b', new Set([new Uint8Array(MB)])]])] }],
    ['many numbers', Array.from({ length: MB / 8 }, (_, n) => n)],
    ['many strings', Array.from({ length: 1024 }, () => 'x'.repeat(1024))],
    ['many objects', Array.from({ length: 10_000 }, (_, n) => ({ n, text: 'x'.repeat(80) }))],
  ])('grows with the size of %s', (_what, value) => {
    expect(weightOf(value)).toBeGreaterThan(256);
    expect(weightOf(value)).toBeLessThan(2048);
  });
});
