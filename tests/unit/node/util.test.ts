import real from 'node:util';
import { describe, expect, test } from 'vitest';
import './worker-realm.ts';
import util from '#runtime/node/util.ts';
import { outcome, promised } from './outcome.ts';

const ours = util as unknown as typeof real;

class Animal {
  name = 'cat';
}
class Tagged {
  readonly [Symbol.toStringTag] = 'Tag';
}
const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

const values: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  zero: -0,
  bigint: 10n,
  quote: "it's",
  lines: 'a\nb',
  symbol: Symbol('s'),
  function() {},
  arrow: () => {},
  async: async () => {},
  class: Animal,
  subclass: class extends Map {},
  instance: new Animal(),
  tagged: new Tagged(),
  holes: [1, , 3],
  extra: Object.assign([1], { more: true }),
  long: Array.from({ length: 120 }, (_, index) => index),
  map: new Map<unknown, unknown>([[1, { a: { b: {} } }]]),
  set: new Set([[1], 'x']),
  date: new Date(0),
  invalidDate: new Date(Number.NaN),
  regexp: /a+/gi,
  circular,
  error: Object.assign(new TypeError('bad'), { stack: 'TypeError: bad\n    at here' }),
  bare: Object.create(null),
  bytes: new Uint8Array([1, 2, 3]),
  floats: new Float64Array(2),
  buffer: new ArrayBuffer(4),
  view: new DataView(new ArrayBuffer(2)),
  accessors: {
    get x() {
      return 1;
    },
    set x(_) {},
    get y() {
      return 2;
    },
  },
  symbolKey: { [Symbol('k')]: 1, 'a-b': 2, 3: 4 },
  deep: { a: { b: { c: { d: 1 } } } },
  boxed: [new Number(1), new String('ab'), new Boolean(false), Object(1n), Object(Symbol('x'))],
  weak: [new WeakMap(), new WeakSet()],
  generator: (function* () {})(),
  proxied: Math,
  custom: { [Symbol.for('nodejs.util.inspect.custom')]: (depth: number) => `custom ${depth}` },
};
const optionSets = [
  {},
  { depth: 0 },
  { depth: null },
  { compact: false },
  { colors: true },
  { breakLength: 20 },
  { sorted: true },
  { getters: true },
];

describe('inspect()', () => {
  test.each(Object.keys(values))('prints %s as Node does, whatever the options', (name) => {
    for (const options of optionSets) {
      expect(ours.inspect(values[name], options)).toBe(real.inspect(values[name], options));
    }
  });
});

describe('format()', () => {
  const cases: unknown[][] = [
    [],
    ['a'],
    ['a', 'b'],
    ['%s', 'x'],
    ['%s %s', 'x'],
    ['%d', '42'],
    ['%i', 4.9],
    ['%f', '1.5'],
    ['%j', { a: 1 }],
    ['%j', circular],
    ['%o', { a: [1] }],
    ['%O', { a: { b: { c: { d: 1 } } } }],
    ['%c', 'css'],
    ['%%', 1],
    ['%x', 1],
    [1, 2, '3'],
    [{ a: 1 }, 'x'],
    ['%s', Symbol('a')],
    ['%s', null],
    ['%s', -0],
    ['%s', 1n],
    ['%d', 1n],
    ['%s', new Animal()],
    ['%s', () => {}],
    ['100%', 1],
    ['a', { b: 1 }],
    [Symbol('x')],
    ['%s', new Error('e').message],
    ['%i', 'x'],
    ['a\nb', 'c'],
    [undefined, null],
    ['%s', [1, [2, [3]]]],
  ];
  test.each(cases.map((args) => [real.inspect(args), args] as const))('of %s is Node’s', (_, args) => {
    expect(ours.format(...args)).toBe(real.format(...args));
    expect(ours.formatWithOptions({ colors: true }, ...args)).toBe(
      real.formatWithOptions({ colors: true }, ...args),
    );
  });
});

describe('isDeepStrictEqual()', () => {
  const pairs: [unknown, unknown][] = [
    [1, 1],
    [1, '1'],
    [0, -0],
    [NaN, NaN],
    [null, undefined],
    [{}, {}],
    [{ a: 1 }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [
      [1, 2],
      [1, 2],
    ],
    [
      [1, , 3],
      [1, undefined, 3],
    ],
    [[1], { 0: 1 }],
    [new Date(1), new Date(1)],
    [new Date(1), new Date(2)],
    [/a/g, /a/g],
    [/a/g, /a/i],
    [new Error('a'), new Error('a')],
    [new Error('a'), new TypeError('a')],
    [new Map([[1, 2]]), new Map([[1, 2]])],
    [new Map([[{ a: 1 }, 2]]), new Map([[{ a: 1 }, 2]])],
    [new Map([[1, 2]]), new Map([[1, 3]])],
    [new Set([1, 2]), new Set([2, 1])],
    [new Set([{ a: 1 }]), new Set([{ a: 1 }])],
    [new Set([[1], [2]]), new Set([[1], [3]])],
    [new Uint8Array([1]), new Uint8Array([1])],
    [new Uint8Array([1]), new Int8Array([1])],
    [new Float32Array([-0]), new Float32Array([0])],
    [new ArrayBuffer(2), new ArrayBuffer(2)],
    [new Number(1), new Number(1)],
    [new String('a'), Object('a')],
    [Object(1), Object(2)],
    [new Animal(), { name: 'cat' }],
    [new Animal(), new Animal()],
    [Object.create(null), {}],
    [circular, circular],
    [{ [Symbol.for('a')]: 1 }, { [Symbol.for('a')]: 1 }],
    [{ [Symbol.for('a')]: 1 }, {}],
    [new WeakSet(), new WeakSet()],
    [Promise.resolve(1), Promise.resolve(1)],
    [() => {}, () => {}],
    [Symbol.for('x'), Symbol.for('x')],
    [1n, 1n],
    [1n, 1],
    [new Error('a', { cause: 1 }), new Error('a')],
    [new URL('http://a/'), new URL('http://a/')],
    [new URL('http://a/'), new URL('http://b/')],
  ];
  test('agrees with Node on every pair, both ways', () => {
    for (const [a, b] of pairs) {
      expect([a, b, ours.isDeepStrictEqual(a, b)]).toEqual([a, b, real.isDeepStrictEqual(a, b)]);
      expect([b, a, ours.isDeepStrictEqual(b, a)]).toEqual([b, a, real.isDeepStrictEqual(b, a)]);
    }
  });
  test('comes to an end on structures that hold themselves', () => {
    const other: Record<string, unknown> = { a: 1 };
    other['self'] = other;
    expect(ours.isDeepStrictEqual(circular, other)).toBe(true);
  });
});

describe('types', () => {
  test('tell every kind of value apart as Node’s do', () => {
    const checks = Object.keys(real.types).filter(
      (name) => name !== 'isProxy' && name !== 'isExternal',
    ) as (keyof typeof real.types)[];
    for (const check of checks) {
      for (const [name, value] of Object.entries({
        ...values,
        promise: Promise.resolve(),
        fake: { [Symbol.toStringTag]: 'Map' },
      })) {
        const [is, was] = [ours.types[check], real.types[check]] as ((value: unknown) => boolean)[];
        expect([check, name, is?.(value)]).toEqual([check, name, was?.(value)]);
      }
    }
  });
});

describe('promisify() and callbackify()', () => {
  const add = (a: number, b: number, done: (error: Error | null, sum?: number) => void): void => {
    if (a < 0) done(new RangeError('negative'));
    else done(null, a + b);
  };
  test('turn callbacks into promises and back', async () => {
    for (const library of [ours, real]) {
      const promising = library.promisify(add);
      expect(await promising(1, 2)).toBe(3);
      expect(await promised(() => promising(-1, 2))).toMatchObject({ name: 'RangeError' });
      expect(promising.name).toBe('add');
      const back = library.callbackify(async (a: number) => Promise.resolve(a * 2));
      expect(await new Promise((resolve) => back(4, (...args) => resolve(args)))).toEqual([null, 8]);
      const falsy = library.callbackify(async () => Promise.reject(null));
      const error = await new Promise<Error>((resolve) => falsy((given) => resolve(given)));
      expect(error).toMatchObject({
        code: 'ERR_FALSY_VALUE_REJECTION',
        message: 'Promise was rejected with falsy value',
      });
    }
  });
  test('use the promise form that a function brings', () => {
    const custom = Object.assign(() => {}, { [real.promisify.custom]: () => 'own' });
    expect((ours.promisify(custom) as () => unknown)()).toBe('own');
  });
  test.each([undefined, 'x', {}])('refuse %j with Node’s error', (value) => {
    expect(outcome(() => ours.promisify(value as never))).toEqual(
      outcome(() => real.promisify(value as never)),
    );
    expect(outcome(() => ours.callbackify(value as never))).toEqual(
      outcome(() => real.callbackify(value as never)),
    );
  });
});

describe('parseArgs()', () => {
  const options = {
    flag: { type: 'boolean', short: 'f' },
    name: { type: 'string', short: 'n' },
    many: { type: 'string', multiple: true },
    preset: { type: 'string', default: 'x' },
  } as const;
  const lines = [
    [],
    ['-f'],
    ['--flag'],
    ['--name', 'a'],
    ['--name=a'],
    ['-n', 'a'],
    ['-na'],
    ['-fn', 'a'],
    ['-fna'],
    ['--many', '1', '--many=2'],
    ['pos'],
    ['--', '-f'],
    ['--nope'],
    ['-x'],
    ['--flag=1'],
    ['--name'],
    ['--name', '-f'],
    ['-n', '-f'],
    ['--no-flag'],
    ['-ffn', 'x', 'y'],
    ['--preset', 'y'],
    ['-'],
  ];
  test.each(lines.map((args) => [args]))('reads %j as Node does', (args) => {
    for (const more of [
      {},
      { allowPositionals: true, tokens: true },
      { strict: false, tokens: true },
      { allowNegative: true },
    ]) {
      const read = (library: typeof real) => outcome(() => library.parseArgs({ args, options, ...more }));
      expect(read(ours)).toEqual(read(real));
    }
  });
  test.each([
    { options: { a: { type: 'number' } } },
    { options: { a: { type: 'string', short: 'ab' } } },
    { args: 'x' },
    { options: { a: { type: 'boolean', default: 'x' } } },
  ])('refuses %j as Node does', (config) => {
    expect(outcome(() => ours.parseArgs(config as never))).toEqual(
      outcome(() => real.parseArgs(config as never)),
    );
  });
});

describe('the small functions', () => {
  test('styleText() styles, nests, and refuses as Node does', () => {
    const cases: [unknown, unknown][] = [
      ['red', 'x'],
      [['bold', 'underline'], 'x'],
      ['none', 'x'],
      ['#f80', 'x'],
      ['#ff8800', 'x'],
      ['red', `a${real.styleText('red', 'b', { validateStream: false })}c`],
      ['bold', `a${real.styleText('dim', 'b', { validateStream: false })}c`],
      ['nope', 'x'],
      ['#xyz', 'x'],
      ['red', 5],
    ];
    for (const [format, text] of cases) {
      const style = (library: typeof real) =>
        outcome(() => library.styleText(format as never, text as never, { validateStream: false }));
      expect(style(ours)).toEqual(style(real));
    }
  });
  test('stripVTControlCharacters() leaves the text', () => {
    for (const text of [
      '\x1b[31mred\x1b[39m',
      '\x1b]8;;http://a\x07link\x1b]8;;\x07',
      'plain',
      '\x1b[1;2Hx\x9b4my',
    ]) {
      expect(ours.stripVTControlCharacters(text)).toBe(real.stripVTControlCharacters(text));
    }
  });
  test('inherits() and its refusals are Node’s', () => {
    for (const [child, parent] of [
      [class A {}, class B {}],
      [null, class B {}],
      [class A {}, null],
      [class A {}, () => {}],
    ]) {
      const inherit = (library: typeof real) => outcome(() => library.inherits(child, parent));
      expect(inherit(ours)).toEqual(inherit(real));
    }
  });
  test('parseEnv() reads quotes, comments and exports', () => {
    for (const text of [
      'A=1\nB="two words"\n# no\nC=\'x\' # c\nexport D=4',
      'A=a # b',
      'M="x\\ny"',
      'E=',
      ' F = g ',
      'A=`b`',
      'A="multi\nline"',
    ]) {
      expect([text, ours.parseEnv(text)]).toEqual([text, real.parseEnv(text)]);
    }
  });
  test('getSystemErrorName() and its kin know the errors that the host makes', () => {
    for (const errno of [-1, -2, -13, -17, -22, -32]) {
      expect(ours.getSystemErrorName(errno)).toBe(real.getSystemErrorName(errno));
      expect(ours.getSystemErrorMessage(errno)).toBe(real.getSystemErrorMessage(errno));
    }
    expect(outcome(() => ours.getSystemErrorName(1))).toEqual(outcome(() => real.getSystemErrorName(1)));
  });
});

describe('aborted()', () => {
  test('fulfils when the signal aborts, and refuses what Node refuses', async () => {
    const controller = new AbortController();
    const waiting = ours.aborted(controller.signal, {});
    controller.abort();
    await waiting;
    for (const args of [
      [5, {}],
      [AbortSignal.abort(), null],
    ]) {
      const wait = (library: typeof real) => promised(() => library.aborted(args[0] as never, args[1]));
      expect(await wait(ours)).toEqual(await wait(real));
    }
  });
});
