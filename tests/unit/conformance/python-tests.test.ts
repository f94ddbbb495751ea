import { describe, expect, test } from 'vitest';
import { reasonFor } from '../../conformance/name-list.ts';
import { withoutForeignMarks } from '../../conformance/python-test-folder.ts';
import { readResults } from '../../conformance/run-python-tests.ts';

describe('withoutForeignMarks()', () => {
  test('takes out the decorators of RustPython, also those of several lines, and leaves the others', () => {
    const text = `
class Tests:
    @unittest.skip("TODO: RUSTPYTHON; flaky (on CI")
    @support.requires_resource('cpu')
    def test_one(self): pass

    @unittest.skipIf(  # TODO: RUSTPYTHON
        sys.platform == 'linux',
        'flaky'
    )
    def test_two(self): pass
`;
    expect(withoutForeignMarks(text)).toBe(`
class Tests:
    @support.requires_resource('cpu')
    def test_one(self): pass

    def test_two(self): pass
`);
  });

  test('takes out the methods of RustPython that only carry such a mark', () => {
    const text = `
class Tests(Base):
    @unittest.expectedFailure  # TODO: RUSTPYTHON; it leaks
    async def test_one(self):
        return await super().test_one()

    @unittest.skip("TODO: RUSTPYTHON")
    def test_two(self):
        return super().test_two()
`;
    expect(withoutForeignMarks(text)).toBe('\nclass Tests(Base):\n    pass\n\n    pass\n');
  });
});

describe('readResults()', () => {
  test('finds what became of each test between the lines that tests print', () => {
    const output =
      'noise\n@@listed a.B.c\r\n@@listed a.B.d\n@@started a.B.c\nhello\n@@failed a.B.c "Trace\\nback"\n@@started a.B.d\n';
    expect(readResults(output)).toEqual({
      listed: ['a.B.c', 'a.B.d'],
      results: new Map([['a.B.c', { verdict: 'failed', text: 'Trace\nback' }]]),
      running: 'a.B.d',
    });
  });
});

test('reasonFor() takes the reason of the name before that of its longest listed beginning', () => {
  const reasons = new Map([
    ['a.*', 'all of a'],
    ['a.B.*', 'all of B'],
    ['a.B.c', 'c itself'],
  ]);
  expect(['a.B.c', 'a.B.d', 'a.E.f', 'g.h'].map((name) => reasonFor(reasons, name))).toEqual([
    'c itself',
    'all of B',
    'all of a',
    undefined,
  ]);
});
