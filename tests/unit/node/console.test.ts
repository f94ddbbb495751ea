import { Console as RealConsole } from 'node:console';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourModule from '#runtime/node/console.ts';
import { outcome } from './outcome.ts';

type ConsoleClass = typeof RealConsole;
type Program = (console: Console) => void;
const OurConsole = ourModule.Console as unknown as ConsoleClass;

/** What a program prints, by stream. */
function printed(Class: ConsoleClass, program: Program, options: object = {}): [string, string] {
  const collected: [string, string] = ['', ''];
  const sink = (index: 0 | 1) =>
    new Writable({
      write(chunk, _encoding, done) {
        collected[index] += String(chunk);
        done();
      },
    });
  program(new Class({ stdout: sink(0), stderr: sink(1), ...options }));
  return collected;
}

const programs: Record<string, Program> = {
  'text, values and formats': (console) => {
    console.log('plain');
    console.log('%s is %d', 'x', 1, { a: 1 });
    console.log();
    console.info([1, 2], null);
    console.debug('d');
    console.error('to stderr', new Map([[1, 2]]));
    console.warn('also');
  },
  'objects in full': (console) => {
    console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
    console.dir({ [Symbol.for('nodejs.util.inspect.custom')]: () => 'no' });
    console.dirxml({ a: 1 }, 2);
  },
  groups: (console) => {
    console.group('outer');
    console.log('a\nb');
    console.groupCollapsed('inner', 1);
    console.error('deep');
    console.groupEnd();
    console.log('back');
    console.groupEnd();
    console.groupEnd();
    console.log('out');
  },
  counts: (console) => {
    console.count();
    console.count('x');
    console.count();
    console.countReset();
    console.count();
    console.count(null as never);
  },
  assertions: (console) => {
    console.assert(true, 'no');
    console.assert(false, 'why %s', 'not');
    console.assert(0 as never);
    console.assert(null as never, { a: 1 }, 2);
  },
  'tables of records': (console) => {
    console.table([
      { a: 1, b: 'x' },
      { a: 2, c: [1, 2] },
    ]);
    console.table([{ a: 1, b: 2 }], ['b', 'nope']);
    console.table({ one: { v: 1 }, two: { v: { deep: { er: 1 } } } });
  },
  'tables of lists': (console) => {
    console.table([1, 'two', null]);
    console.table([
      [1, 2],
      [3, 4],
    ]);
    console.table([{ a: 1 }, 2, [3]]);
    console.table([]);
    console.table(['漢字', '💩']);
  },
  'tables of collections': (console) => {
    console.table(
      new Map<unknown, unknown>([
        ['k', { v: 1 }],
        [2, 3],
      ]),
    );
    console.table(new Set([1, { a: 1 }]));
    console.table(new Uint8Array([1, 2]));
  },
  'what is no table': (console) => {
    console.table('text');
    console.table(null);
    console.table(5);
    console.table([{ x: { a: 1, b: 2, c: 3 } }, { x: () => {} }]);
  },
};

describe.each(Object.keys(programs))('a console prints %s', (name) => {
  const program = programs[name] as Program;
  test.each([
    [{}],
    [{ colorMode: true }],
    [{ groupIndentation: 4 }],
    [{ inspectOptions: { compact: false } }],
  ])('as Node’s does, made with %j', (options) => {
    expect(printed(OurConsole, program, options)).toEqual(printed(RealConsole, program, options));
  });
});

test('trace() prints its message and where it was called', () => {
  const [, text] = printed(OurConsole, (console) => console.trace('here %d', 1));
  expect(text).toMatch(/^Trace: here 1\n(?: {4}at .*\n)*? {4}at .*console\.test\.ts/);
});

test('time(), timeLog() and timeEnd() print the label and a duration', () => {
  const [text] = printed(OurConsole, (console) => {
    console.time('t');
    console.timeLog('t', 'more');
    console.timeEnd('t');
    console.timeEnd('t');
  });
  expect(text).toMatch(/^t: \d+(\.\d+)?ms more\nt: \d+(\.\d+)?ms\n$/);
});

test('methods work apart from their console, and a subclass may override them', () => {
  class Loud extends OurConsole {
    override log(...args: unknown[]): void {
      super.log('LOUD', ...args);
    }
  }
  const program: Program = (console) => {
    const { log } = console;
    log('x');
  };
  expect(printed(Loud, program)).toEqual(['LOUD x\n', '']);
  expect(new Loud({ stdout: new Writable() }) instanceof OurConsole).toBe(true);
});

test('the constructor refuses what Node’s refuses', () => {
  for (const args of [
    [],
    [{}],
    [{ stdout: 5 }],
    [{ stdout: new Writable(), colorMode: 'x' }],
    [{ stdout: new Writable(), groupIndentation: -1 }],
    [{ stdout: new Writable(), stderr: 1 }],
    [{ stdout: new Writable(), colorMode: true, inspectOptions: { colors: true } }],
  ]) {
    const make = (Class: ConsoleClass) =>
      outcome(() => typeof new (Class as unknown as new (...args: unknown[]) => unknown)(...args));
    expect(make(OurConsole)).toEqual(make(RealConsole));
  }
});
