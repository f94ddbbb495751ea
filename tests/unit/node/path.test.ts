import real from 'node:path';
import { describe, expect, test } from 'vitest';
import path from '#runtime/node/path.ts';

const paths = [
  '',
  '.',
  '..',
  '...',
  '/',
  '//',
  '///',
  'a',
  'a/',
  'a//',
  '/a',
  '/a/',
  '//a',
  '//a/b',
  'a/b',
  'a/b/',
  'a//b',
  '/a//b',
  './a',
  '../a',
  '../../a/..',
  'a/../..',
  'a/./b',
  '/..',
  '/../a',
  '/a/../../b',
  '.bashrc',
  'a.',
  'a.b',
  'a.b.c',
  '.a.b',
  '..a',
  'dir.x/file',
  'dir.x/.file',
  'dir/..',
  'x/.',
  'file.tar.gz/',
  'a b/c d.txt',
  '/home/user/example.js',
  'C:\\',
  'C:',
  'C:a',
  'c:/a',
  'C:\\a\\b',
  'C:\\a\\..\\..',
  '\\\\server\\share',
  '\\\\server\\share\\',
  '\\\\server\\share\\a\\b',
  '//server/share/a',
  '\\',
  '\\a',
  '\\\\?\\C:\\a',
  '\\\\.\\COM1',
  'C:..\\a',
  'C:/a//b.txt',
  'a\\b.c',
  'COM1:',
  'a:b',
  './a:b',
  '\\\\a',
  'CON',
  'NUL:x',
  'file:stream',
];
const pairs = [
  ['/var/lib', '/var'],
  ['/var/lib', '/bin'],
  ['/var/lib', '/var/lib'],
  ['/var/lib', '/var/apache'],
  ['/var/', '/var/lib'],
  ['/', '/var/lib'],
  ['/foo/test', '/foo/test/bar/package.json'],
  ['/Users/a/web/b/test/mails', '/Users/a/web/b'],
  ['/foo/bar/baz-quux', '/foo/bar/baz'],
  ['/x/baz-quux', '/x/baz'],
  ['/page1/page2/foo', '/'],
  ['a', 'b'],
  ['', 'a'],
  ['c:/blah\\blah', 'd:/games'],
  ['c:/aaaa/bbbb', 'c:/aaaa'],
  ['c:/aaaa/bbbb', 'c:/cccc'],
  ['c:/', 'c:\\aaaa\\bbbb'],
  ['c:/AaAa/bbbb', 'c:/aaaa/bbbb'],
  ['\\\\foo\\bar', '\\\\foo\\bar\\baz'],
  ['\\\\foo\\bar\\baz', '\\\\foo\\bar'],
  ['C:\\foo\\bar\\baz-quux', 'C:\\foo\\bar\\baz'],
  ['C:\\baz', '\\\\foo\\bar\\baz'],
  ['C:\\foo', 'C:\\'],
] as const;
const globs = [
  ['a/b.js', 'a/*.js'],
  ['a/b/c.js', 'a/*.js'],
  ['a/b/c.js', 'a/**/*.js'],
  ['a/c.js', 'a/**/*.js'],
  ['.a', '*'],
  ['a', '?'],
  ['ab', '?'],
  ['b', '[abc]'],
  ['d', '[!abc]'],
  ['x.ts', '*.{js,ts}'],
  ['a/b', 'a/**'],
  ['a/b/c', '**'],
  ['f2', 'f{1..3}'],
] as const;

describe.each(['posix', 'win32'] as const)('path.%s', (flavour) => {
  const ours = path[flavour];
  const theirs = real[flavour];

  test.each([
    'normalize',
    'isAbsolute',
    'dirname',
    'basename',
    'extname',
    'parse',
    'resolve',
    'toNamespacedPath',
  ] as const)('%s() gives what Node gives for every path', (name) => {
    for (const input of paths) expect([input, ours[name](input)]).toEqual([input, theirs[name](input)]);
  });

  test('join() and resolve() of two paths give what Node gives', () => {
    for (const first of paths) {
      for (const second of paths) {
        expect([first, second, ours.join(first, second)]).toEqual([
          first,
          second,
          theirs.join(first, second),
        ]);
        expect([first, second, ours.resolve(first, second)]).toEqual([
          first,
          second,
          theirs.resolve(first, second),
        ]);
      }
    }
  });

  test('relative() gives what Node gives', () => {
    for (const [from, to] of pairs) {
      expect([from, to, ours.relative(from, to)]).toEqual([from, to, theirs.relative(from, to)]);
    }
  });

  test('format() undoes parse() as Node does', () => {
    for (const input of paths) {
      expect([input, ours.format(ours.parse(input))]).toEqual([input, theirs.format(theirs.parse(input))]);
    }
  });

  test.each([
    ['aaa/bbb.txt', '.txt'],
    ['bbb', 'bbb'],
    ['a/bbb', 'bbb'],
    ['a/bbb/', 'bb'],
    ['a.b', 'x'],
    ['a.b', ''],
  ])('basename(%j, %j) gives what Node gives', (input, suffix) => {
    expect(ours.basename(input, suffix)).toBe(theirs.basename(input, suffix));
  });

  test('a path that is not a string is refused with Node’s error', () => {
    for (const call of ['normalize', 'dirname', 'resolve', 'join', 'parse'] as const) {
      expect(messageOf(() => ours[call](1 as never))).toEqual(messageOf(() => theirs[call](1 as never)));
    }
  });
});

test.each(globs)('matchesGlob(%j, %j) gives what Node gives', (input, pattern) => {
  expect(path.matchesGlob(input, pattern)).toBe(real.matchesGlob(input, pattern));
});

function messageOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return [(error as { code: string }).code, (error as Error).message];
  }
}
