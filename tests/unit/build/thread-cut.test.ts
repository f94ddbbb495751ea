import type { Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { cutAtSeams } from '../../../src/build/thread-cut.ts';

/** A program as files with what they import; `? name` is a `require` of it. */
function program(files: Record<string, readonly string[]>, sizes: Record<string, number> = {}): Metafile {
  const inputs = Object.entries(files).map(([file, imports]): [string, Metafile['inputs'][string]] => [
    file,
    {
      bytes: sizes[file] ?? 1,
      imports: imports.map((specifier) =>
        specifier.startsWith('? ')
          ? { path: specifier.slice(2), kind: 'require-call' }
          : { path: specifier, kind: 'import-statement' },
      ),
    },
  ]);
  return { inputs: Object.fromEntries(inputs), outputs: {} };
}

function cut(
  files: Record<string, readonly string[]>,
  sizes?: Record<string, number>,
): {
  core: string[];
  parts: Record<string, string[]>;
  shared: readonly string[];
} {
  const { core, parts, shared } = cutAtSeams(program(files, sizes), 'src/main.ts', 'src');
  return {
    core: [...core].sort(),
    parts: Object.fromEntries([...parts].map(([name, { files: members }]) => [name, [...members].sort()])),
    shared,
  };
}

describe('cutAtSeams()', () => {
  test('puts what stands behind a require into a part, with what only it imports', () => {
    const { core, parts, shared } = cut({
      'src/main.ts': ['src/loop.ts', '? src/fs.ts'],
      'src/loop.ts': [],
      'src/fs.ts': ['src/loop.ts', 'src/stats.ts'],
      'src/stats.ts': [],
    });
    expect(core).toEqual(['src/loop.ts', 'src/main.ts']);
    expect(parts).toEqual({ 'src/fs': ['src/fs.ts', 'src/stats.ts'] });
    expect(shared).toEqual(['src/loop.ts']);
  });

  test('leaves a module in the core that the core imports too', () => {
    const { parts, shared } = cut({
      'src/main.ts': ['src/events.ts', '? src/events.ts'],
      'src/events.ts': [],
    });
    expect(parts).toEqual({});
    expect(shared).toEqual(['src/events.ts']);
  });

  test('finds seams behind seams', () => {
    const { parts } = cut({
      'src/main.ts': ['? src/crypto.ts'],
      'src/crypto.ts': ['? src/hashes.ts'],
      'src/hashes.ts': [],
    });
    expect(parts).toEqual({ 'src/crypto': ['src/crypto.ts'], 'src/hashes': ['src/hashes.ts'] });
  });

  test('gives a file that parts have in common to a part of its own', () => {
    const { parts } = cut({
      'src/main.ts': ['? src/assert.ts', '? src/util.ts'],
      'src/assert.ts': ['src/equal.ts', 'src/difference.ts', 'src/message.ts'],
      'src/util.ts': ['src/equal.ts', 'src/styles.ts', 'src/format.ts'],
      'src/equal.ts': [],
      'src/difference.ts': [],
      'src/message.ts': [],
      'src/styles.ts': [],
      'src/format.ts': [],
    });
    expect(parts).toEqual({
      common: ['src/equal.ts'],
      'src/assert': ['src/assert.ts', 'src/difference.ts', 'src/message.ts'],
      'src/util': ['src/format.ts', 'src/styles.ts', 'src/util.ts'],
    });
  });

  test('gives what the same parts have in common to a part of its own when it is large', () => {
    const { parts } = cut(
      {
        'src/main.ts': ['? src/fs.ts', '? src/url.ts', '? src/net.ts'],
        'src/fs.ts': ['src/buffer.ts', 'src/flags.ts', 'src/bytes.ts'],
        'src/url.ts': ['src/buffer.ts', 'src/flags.ts'],
        'src/net.ts': ['src/buffer.ts'],
        'src/buffer.ts': ['src/bytes.ts'],
        'src/bytes.ts': [],
        'src/flags.ts': [],
      },
      { 'src/buffer.ts': 6000, 'src/bytes.ts': 3000 },
    );
    expect(parts).toEqual({
      common: ['src/flags.ts'],
      'src/buffer': ['src/buffer.ts', 'src/bytes.ts'],
      'src/fs': ['src/fs.ts'],
      'src/url': ['src/url.ts'],
      'src/net': ['src/net.ts'],
    });
  });

  test('joins seams that share most of their files', () => {
    const { parts } = cut({
      'src/main.ts': ['? src/fs.ts', '? src/fs-promises.ts'],
      'src/fs.ts': ['src/stats.ts', 'src/dirent.ts'],
      'src/fs-promises.ts': ['src/stats.ts', 'src/dirent.ts'],
      'src/stats.ts': [],
      'src/dirent.ts': [],
    });
    expect(parts).toEqual({
      'src/fs': ['src/dirent.ts', 'src/fs-promises.ts', 'src/fs.ts', 'src/stats.ts'],
    });
  });

  test('never tears a package apart', () => {
    const { parts } = cut({
      'src/main.ts': ['? pkg/sha1.js', '? pkg/sha2.js', '? pkg/sha3.js'],
      'pkg/sha1.js': ['pkg/rounds.js', '? pkg/bytes.js'],
      'pkg/sha2.js': ['pkg/rounds.js'],
      'pkg/sha3.js': ['pkg/rounds.js'],
      'pkg/rounds.js': [],
      'pkg/bytes.js': [],
    });
    expect(parts).toEqual({
      'pkg/sha1': ['pkg/bytes.js', 'pkg/rounds.js', 'pkg/sha1.js', 'pkg/sha2.js', 'pkg/sha3.js'],
    });
  });
});
