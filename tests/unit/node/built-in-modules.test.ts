import { builtinModules, isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import { builtInModule, builtInNames, isBuiltIn } from '#runtime/node/built-in-modules.ts';
import { outcome } from './outcome.ts';

/** Node's own way to a module, which the bundler and Vitest leave alone. */
const real = (name: string): object => process.getBuiltinModule(name) as object;

/** All but what only a thread's start-up completes: `process`, and `fs`, whose getter for promises the bundler resolves. */
const present = builtInNames.filter(
  (name) => !['process', 'fs'].includes(name) && 'value' in (outcome(() => builtInModule(name)) as object),
);
const internalNames = /^_|^(constants|quic)$/;

describe('the registry', () => {
  test('knows every public module of Node, as present or as absent', () => {
    const wanted = builtinModules.filter((name) => !internalNames.test(name));
    expect(wanted.filter((name) => !builtInNames.includes(name))).toEqual([]);
  });

  test('tells built-in modules from others as Node does', () => {
    for (const name of [
      'fs',
      'node:fs',
      'node:test',
      'test',
      'nope',
      'node:nope',
      './fs',
      'fs/promises',
      'toString',
    ]) {
      expect([name, isBuiltIn(name)]).toEqual([name, isBuiltin(name)]);
    }
  });

  test('gives the same module each time, with and without the scheme', () => {
    expect(builtInModule('node:path')).toBe(builtInModule('path'));
  });

  test.each(['http2', 'node:dns', 'node:sqlite'])('refuses %s with a sentence', (name) => {
    expect(outcome(() => builtInModule(name))).toMatchObject({
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      message: expect.stringMatching(
        /^The feature node:\w+ \(.+\) is unavailable on the current platform/,
      ) as string,
    });
  });
});

describe.each(present)('%s', (name) => {
  test('exports nothing that Node’s does not, and of the same types', () => {
    const theirs = real(name);
    for (const [key, value] of Object.entries(builtInModule(name) as object)) {
      if (value === undefined) continue;
      expect([key, key in theirs && typeof value]).toEqual([key, typeof Reflect.get(theirs, key)]);
    }
  });
});
