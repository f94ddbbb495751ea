import { describe, expect, test } from 'vitest';
import { masked, sameOutput } from '#examples/compare.ts';
import type { Example, MaskName } from '#examples/example.ts';

function example(expected: string, output: Example['output'] = 'any-order', mask: MaskName[] = []) {
  return { expected, output, mask };
}

describe('sameOutput()', () => {
  test('accepts the recorded output itself', () => {
    expect(sameOutput(example('one\ntwo\n'), 'one\ntwo\n')).toEqual({ same: true, order: 'as recorded' });
  });

  test('accepts another order where no order is promised, and says so', () => {
    expect(sameOutput(example('one\ntwo\n'), 'two\none\n')).toEqual({ same: true, order: 'different' });
  });

  test('refuses another order where the order is part of the answer, and names the first line that moved', () => {
    expect(sameOutput(example('one\ntwo\nthree\n', 'exact'), 'one\nthree\ntwo\n')).toEqual({
      same: false,
      difference: 'the lines are right, but line 2 is "three" where "two" belongs',
    });
  });

  test.for([
    ['a missing line', 'one\ntwo\n', 'one\n', 'a line is missing: "two"'],
    ['a surplus line', 'one\n', 'one\ntwo\n', 'a line is not expected: "two"'],
    ['a line that comes too often', 'one\n', 'one\none\n', 'a line is not expected: "one"'],
    ['a line that comes too rarely', 'one\none\n', 'one\n', 'a line is missing: "one"'],
    [
      'lines glued together',
      'one\ntwo\n',
      'onetwo\n',
      '2 lines are missing: "one", "two"; a line is not expected: "onetwo"',
    ],
    [
      'the first of many lines, each as far as it fits a sentence',
      'one\n',
      `one\n${'!'.repeat(100)}\na\nb\nc\nd\ne\n`,
      `6 lines are not expected: "${'!'.repeat(60)}…", "a" and 4 more`,
    ],
    ['no output at all', 'one\n', '', 'a line is missing: "one"; a line is not expected: ""'],
  ] as const)('names %s', ([, expected, actual, difference]) => {
    expect(sameOutput(example(expected), actual)).toEqual({ same: false, difference });
  });

  test('ignores the kind of line ending and blank lines at the end', () => {
    expect(sameOutput(example('one\ntwo\n', 'exact'), 'one\r\ntwo\r\n\r\n').same).toBe(true);
  });

  test('compares masked lines, so that only what may vary may differ', () => {
    const recorded = example('Process 0 running on PID: 12345\n', 'any-order', ['pid']);

    expect(sameOutput(recorded, 'Process 0 running on PID: 7\n').same).toBe(true);
    expect(sameOutput(recorded, 'Process 1 running on PID: 7\n').same).toBe(false);
  });
});

describe('masked()', () => {
  test.for([
    ['pid', 'Process 2 running on PID: 4711', 'Process 2 running on PID: <pid>'],
    ['pid', 'pid 4711 of 3', 'pid <pid> of 3'],
    ['seconds', 'took 1.25 s in 2 threads', 'took <seconds> in 2 threads'],
    ['seconds', 'took   12 seconds', 'took <seconds>'],
    [
      'milliseconds',
      'wait in threads   102 ms (101–110 ms)',
      'wait in threads <milliseconds> ( <milliseconds>)',
    ],
    [
      'milliseconds',
      'wait in threads    98 ms (9–1,100 ms)',
      'wait in threads <milliseconds> ( <milliseconds>)',
    ],
    [
      'number',
      '8000000 additions made 35858, lost some: true',
      ' <number> additions made <number>, lost some: true',
    ],
    ['version', 'Python 3.13.0rc1 and v26.10.0, not 3', 'Python <version> and <version>, not 3'],
    ['address', 'a Lock at 0x7f3a2c', 'a Lock at <address>'],
  ] as const)('%s: %s', ([name, text, result]) => {
    expect(masked(text, [name])).toBe(result);
  });

  test('leaves everything as it is when nothing is declared to vary', () => {
    expect(masked('PID: 4711 took 12 ms', [])).toBe('PID: 4711 took 12 ms');
  });
});
