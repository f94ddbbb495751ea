import real from 'node:assert';
import util from 'node:util';
import { describe, expect, test } from 'vitest';
import './worker-realm.ts';
import ourAssert from '#runtime/node/assert.ts';

type Assert = typeof real;
const ours = ourAssert as unknown as Assert;

/** What an assertion throws, in all that a program can see but the stack. */
async function thrownBy(run: () => unknown): Promise<unknown> {
  try {
    return { value: await run() };
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: error };
    const { name, message, code, generatedMessage, actual, expected, operator } = error as unknown as Record<
      string,
      unknown
    >;
    return {
      name,
      message,
      code,
      generatedMessage,
      actual,
      expected,
      operator,
      text: String(error),
      keys: Object.keys(error),
    };
  }
}

function agree(title: string, program: (assert: Assert) => unknown): void {
  test(title, async () => {
    expect(await thrownBy(() => program(ours))).toEqual(await thrownBy(() => program(real)));
  });
}

class Cat {
  name = 'cat';
}
const list = (length: number, change: (index: number) => number = (index) => index): number[] =>
  Array.from({ length }, (_, index) => change(index));
const pairs: [string, unknown, unknown][] = [
  ['two numbers', 1, 2],
  ['zeros', 0, -0],
  ['short strings', 'a', 'b'],
  ['long strings', 'the quick brown fox', 'the quick brown dog'],
  ['very long strings', 'x'.repeat(90), `${'x'.repeat(50)}y`],
  ['strings of several lines', 'a\nb\nc', 'a\nx\nc'],
  ['a number and its text', 1, '1'],
  ['objects', { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }],
  ['objects of one structure', { a: 1 }, { a: 1 }],
  ['an object with more', { a: 1, b: 2 }, { a: 1 }],
  ['arrays', [1, 2, 3], [1, 2, 4]],
  ['long arrays', list(40), list(40, (index) => (index === 20 ? -1 : index))],
  ['arrays with changes far apart', list(60), list(60, (index) => (index % 25 === 0 ? -1 : index))],
  ['a class and a plain object', new Cat(), { name: 'cat' }],
  ['null and undefined', null, undefined],
  ['functions', Math.max, Math.min],
  ['errors', new Error('a'), new Error('b')],
  ['maps', new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])],
  ['sets', new Set([1, 2]), new Set([1, 3])],
  ['dates', new Date(0), new Date(1)],
  ['expressions', /a/g, /a/i],
  ['bigints', 10n, 11n],
  ['symbols', Symbol.for('a'), Symbol.for('b')],
  ['booleans', true, false],
  ['NaN', NaN, 1],
  ['nothing and an object', undefined, { a: 1 }],
  ['equal numbers', 3, 3],
  ['equal objects', [1, { b: 2 }], [1, { b: 2 }]],
];
const comparisons = [
  'equal',
  'notEqual',
  'deepEqual',
  'notDeepEqual',
  'deepStrictEqual',
  'notDeepStrictEqual',
  'strictEqual',
  'notStrictEqual',
  'partialDeepStrictEqual',
] as const;

describe.each(comparisons)('%s()', (name) => {
  test.each(pairs)('says of %s what Node says', async (_, actual, expected) => {
    for (const message of [[], ['own message'], ['%s is not it', 'this'], [() => 'made']]) {
      const run = (assert: Assert) =>
        thrownBy(() => (assert[name] as (...args: unknown[]) => void)(actual, expected, ...message));
      expect(await run(ours)).toEqual(await run(real));
    }
  });
  agree('needs both values', (assert) => (assert[name] as (...args: unknown[]) => void)(1));
  agree('throws the error that is given as its message', (assert) => {
    const [actual, expected] = name.startsWith('not') ? [1, 1] : [1, 2];
    (assert[name] as (...args: unknown[]) => void)(actual, expected, new RangeError('mine'));
  });
});

describe('throws() and doesNotThrow()', () => {
  const boom = (): never => {
    throw Object.assign(new TypeError('boom'), { code: 'E_BOOM', info: { deep: 1 } });
  };
  const expectations: [string, unknown[]][] = [
    ['nothing', []],
    ['a class', [TypeError]],
    ['another class', [RangeError]],
    ['a pattern', [/boom/]],
    ['a pattern that fails', [/bang/]],
    ['properties', [{ name: 'TypeError', message: 'boom' }]],
    ['a property that differs', [{ message: 'bang', code: 'E_BOOM' }]],
    ['a pattern in a property', [{ message: /oo/ }]],
    ['an error', [new TypeError('boom')]],
    ['an error that differs', [new TypeError('bang')]],
    ['a function', [(error: Error) => error.message === 'boom']],
    ['a function that says no', [() => false]],
    [
      'a named one',
      [
        function check() {
          return 1;
        },
      ],
    ],
    ['a message', ['only a message']],
    ['a message like the error’s', ['boom']],
    ['a class and a message', [RangeError, 'with message']],
    ['an empty object', [{}]],
    ['a number', [5]],
    ['properties and a message', [{ message: 'bang' }, 'why']],
  ];
  for (const [what, args] of expectations) {
    agree(`with ${what}, when it throws`, (assert) =>
      (assert.throws as (...args: unknown[]) => void)(boom, ...args),
    );
    agree(`with ${what}, when it does not`, (assert) =>
      (assert.throws as (...args: unknown[]) => void)(() => {}, ...args),
    );
    agree(`rejects() with ${what}`, (assert) =>
      (assert.rejects as (...args: unknown[]) => Promise<void>)(() => Promise.resolve().then(boom), ...args),
    );
    agree(`doesNotThrow() with ${what}`, (assert) =>
      (assert.doesNotThrow as (...args: unknown[]) => void)(boom, ...args),
    );
  }
  agree('rejects() of a promise that fulfils', (assert) => assert.rejects(Promise.resolve(1), RangeError));
  agree('rejects() of what is no promise', (assert) => assert.rejects(5 as never));
  agree('rejects() of a function without a promise', (assert) => assert.rejects((() => 5) as never));
  agree('doesNotReject() of a rejection', (assert) =>
    assert.doesNotReject(Promise.reject(new Error('no')), 'why'),
  );
  agree('throws() of what is no function', (assert) => assert.throws('x' as never));
  agree('throws() of a primitive', (assert) =>
    assert.throws(
      () => {
        throw 'text' as unknown as Error;
      },
      { message: 'x' },
    ),
  );
});

describe('the others', () => {
  agree('ok() without a value', (assert) => (assert.ok as () => void)());
  agree('ok() with a message', (assert) => assert.ok(0, 'zero'));
  agree('ok() with an error', (assert) => assert(null, new RangeError('mine')));
  agree('fail()', (assert) => assert.fail());
  agree('fail() with a message', (assert) => assert.fail('why'));
  agree('ifError(null)', (assert) => assert.ifError(null));
  for (const error of [new Error('x'), 'text', 0, new RangeError('')])
    agree(`ifError(${util.inspect(error, { depth: -1 }).split('\n')[0]})`, (assert) => assert.ifError(error));
  agree('match()', (assert) => assert.match('abc', /x/));
  agree('match() of a number', (assert) => assert.match(5 as never, /x/));
  agree('match() without an expression', (assert) => assert.match('a', 'x' as never));
  agree('doesNotMatch()', (assert) => assert.doesNotMatch('abc', /b/));
  agree('strict uses the strict forms', (assert) => assert.strict.equal(1, '1' as never));
  agree('strict is strict', (assert) => [
    assert.strict.deepEqual === assert.deepStrictEqual,
    assert.strict.strict === assert.strict,
    Object.keys(assert),
    Object.keys(assert.strict),
  ]);
});

test('an AssertionError looks as Node’s does when inspected', () => {
  const look = (assert: Assert): string => {
    const error = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
    error.stack = `${error.name}: ${error.message}`;
    return util.inspect(error);
  };
  expect(look(ours)).toBe(look(real));
  expect(() => ours.strictEqual(1, 2)).toThrow(ours.AssertionError);
});
