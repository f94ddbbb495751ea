import { Buffer } from 'node:buffer';
import { addAbortListener } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  AbortError,
  errorHeader,
  invalidArgType,
  invalidArgValue,
  missingArgs,
  nodeError,
  outOfRange,
  validateAbortSignal,
  validateInteger,
  validateObject,
} from '../../../src/runtime/node/internal/errors.ts';

class Shape {}
function named() {}

const received: [string, unknown][] = [
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['a number', 4.5],
  ['negative zero', -0],
  ['NaN', NaN],
  ['infinity', -Infinity],
  ['a bigint', 10n],
  ['a symbol', Symbol('s')],
  ['an arrow function', () => 0],
  ['a named function', named],
  ['an object', {}],
  ['an array', [1]],
  ['an instance of a class', new Shape()],
  ['an object without prototype', Object.create(null)],
];

const strings: [string, string][] = [
  ['a short string', 'abc'],
  ['a long string', 'x'.repeat(60)],
  ['a string with a quote', "it's"],
];

describe('invalidArgType()', () => {
  test.each(received)('words %s as Node does', (_, value) => {
    const real = thrownBy(() => openSync(value as string, 'r'));
    if (typeof value === 'number' && real.code !== 'ERR_INVALID_ARG_TYPE') return;
    const ours = invalidArgType('path', ['string', 'Buffer', 'URL'], value);
    expect(ours.message).toBe(real.message);
    expect(ours.code).toBe(real.code);
    expect(ours.name).toBe(real.name);
    expect(ours).toBeInstanceOf(TypeError);
    expect(Object.keys(ours)).toEqual(Object.keys(real));
    expect(String(ours)).toBe(String(real));
  });

  test.each(strings)('words %s as Node does', (_, value) => {
    const real = thrownBy(() => new Worker('x', { eval: true, env: value as never }));
    const expected = ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'];
    expect(invalidArgType('options.env', expected, value).message).toBe(real.message);
  });
});

test('invalidArgValue() words the value and the reason as Node does', () => {
  const real = thrownBy(() => Buffer.alloc(5).fill('zz', 'hex'));
  expect(invalidArgValue('value', 'zz').message).toBe(real.message);
});

test.each([-1, 2 ** 40, 1.5, NaN])('outOfRange() words %s as Node does', (value) => {
  const real = thrownBy(() => Buffer.alloc(1).readUInt8(value));
  const range = Number.isInteger(value) ? '>= 0 and <= 0' : 'an integer';
  expect(outOfRange('offset', range, value).message).toBe(real.message);
  expect(outOfRange('offset', range, value)).toBeInstanceOf(RangeError);
});

test('missingArgs() lists the names of the missing arguments', () => {
  expect(missingArgs('name').message).toBe('The "name" argument must be specified');
  expect(missingArgs('a', 'b').message).toBe('The "a" and "b" arguments must be specified');
});

test('errorHeader() shows the code of an error of Node in brackets', () => {
  expect(errorHeader(nodeError('ERR_X', 'no', RangeError))).toBe('RangeError [ERR_X]: no');
  expect(errorHeader(new TypeError('plain'))).toBe('TypeError: plain');
});

test('a Node error names its base class as its constructor', () => {
  expect(nodeError('ERR_X', 'no', RangeError).constructor).toBe(RangeError);
});

test('AbortError looks like the one Node rejects with', async () => {
  const real = await sleep(1, undefined, { signal: AbortSignal.abort('why') }).catch(
    (error: unknown) => error as Error,
  );
  const ours = new AbortError(undefined, { cause: 'why' });
  expect({ ...ours }).toEqual({ ...(real as object) });
  expect(ours.message).toBe((real as Error).message);
  expect(ours.cause).toBe((real as Error).cause);
});

test('validators throw what their name promises and nothing for a fitting value', () => {
  expect(() => validateInteger(3, 'n', 0, 5)).not.toThrow();
  expect(thrownBy(() => validateInteger(6, 'n', 0, 5)).message).toBe(
    'The value of "n" is out of range. It must be >= 0 && <= 5. Received 6',
  );
  expect(thrownBy(() => validateObject(null, 'options')).message).toBe(
    'The "options" argument must be of type object. Received null',
  );
  expect(() => validateObject(null, 'options', { nullable: true })).not.toThrow();
  const real = thrownBy(() => addAbortListener(5 as never, () => {}));
  expect(thrownBy(() => validateAbortSignal(5, 'signal')).message).toBe(real.message);
});

function thrownBy(call: () => unknown): Error & { code: string } {
  try {
    call();
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error('The call threw nothing.');
}
