import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleNames, examplesRoot, listExamples, loadExample, loadProgram } from '#examples/load.ts';

const declaration = {
  title: 'Counting workers',
  summary: 'Two Workers count.',
  runtime: 'node',
  entry: 'main.mjs',
  files: ['main.mjs', 'worker.mjs'],
  output: 'any-order',
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'examples-'));
  write('worker-counter/example.json', JSON.stringify(declaration));
  write('worker-counter/main.mjs', 'new Worker();\n');
  write('worker-counter/worker.mjs', 'count();\n');
});

afterEach(() => rmSync(root, { recursive: true }));

describe('loadExample()', () => {
  test('gives the declaration, the files in the order of their tabs, and the recording', () => {
    write('worker-counter/expected.txt', '1\n2\n');
    write('worker-counter/recorded.json', '{ "interpreter": "Node.js v26.10.0", "cpus": 2, "exitCode": 0 }');

    expect(loadExample('worker-counter', root)).toEqual({
      ...declaration,
      name: 'worker-counter',
      mask: [],
      files: [
        { path: 'main.mjs', code: 'new Worker();\n', language: 'javascript' },
        { path: 'worker.mjs', code: 'count();\n', language: 'javascript' },
      ],
      expected: '1\n2\n',
      recorded: { interpreter: 'Node.js v26.10.0', cpus: 2, exitCode: 0 },
    });
  });

  test('names the nearest example when there is none of that name', () => {
    expect(() => loadExample('worker-conter', root)).toThrow(
      'Cannot load example "worker-conter": there is no file "examples/worker-conter/example.json". Did you mean "worker-counter"?',
    );
  });

  test('names no other example when none is near', () => {
    expect(() => loadExample('gil', root)).toThrow(/example\.json"\.$/);
  });

  test('says how to record an example that was never recorded', () => {
    expect(() => loadExample('worker-counter', root)).toThrow('Run: npm run examples:record worker-counter');
  });
});

describe('loadProgram()', () => {
  test('needs no recording', () => {
    expect(loadProgram('worker-counter', root).title).toBe('Counting workers');
  });

  test('shows only the entry when no files are listed', () => {
    write('worker-counter/example.json', JSON.stringify({ ...declaration, files: undefined }));

    expect(loadProgram('worker-counter', root).files.map(({ path }) => path)).toEqual(['main.mjs']);
  });

  test.for([
    ['text that is not JSON', '{', 'it is not a JSON object.'],
    ['a list', '[]', 'it is not a JSON object.'],
    ['a field that is missing', { title: undefined }, 'the field "title" is missing. Add a title.'],
    ['a field that is misspelt', { sumary: 'x' }, 'there is no field "sumary". Did you mean "summary"?'],
    ['an unknown runtime', { runtime: 'ruby' }, '"runtime" is "ruby". It must be "python" or "node".'],
    ['an unknown order', { output: 'sorted' }, '"output" is "sorted". It must be "exact" or "any-order".'],
    ['an unknown mask', { mask: ['pids'] }, '"mask" is ["pids"]. It must be a list of "pid" or "seconds"'],
    [
      'a need that is not a version',
      { needs: { python: 'new' } },
      '"needs" is {"python":"new"}. It must be an object such as { "python": "3.13" }.',
    ],
    ['files without the entry', { files: ['worker.mjs'] }, '"files" does not list the entry "main.mjs".'],
  ] as const)('refuses %s', ([, change, problem]) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...declaration, ...change });
    write('worker-counter/example.json', text);

    expect(() => loadProgram('worker-counter', root)).toThrow(
      `Cannot read "examples/worker-counter/example.json": ${problem}`,
    );
  });

  test('names the nearest file when a listed one is not there', () => {
    write(
      'worker-counter/example.json',
      JSON.stringify({ ...declaration, files: ['main.mjs', 'workers.mjs'] }),
    );

    expect(() => loadProgram('worker-counter', root)).toThrow(
      '"example.json" names the file "workers.mjs", which is not in its folder. Did you mean "worker.mjs"?',
    );
  });
});

describe('exampleNames()', () => {
  test('lists folders with a declaration, sorted', () => {
    write('a-pool/example.json', '{}');
    write('notes/readme.txt', 'no example');

    expect(exampleNames(root)).toEqual(['a-pool', 'worker-counter']);
  });
});

describe("the project's own examples", () => {
  const written = ['example.json', 'expected.txt', 'recorded.json'];

  test.for(listExamples())('$name shows every file of its folder as a tab', ({ name, files }) => {
    const inFolder = readdirSync(join(examplesRoot(), name)).filter((file) => !written.includes(file));

    expect(files.map(({ path }) => path).sort()).toEqual(inFolder.sort());
  });

  test.for(listExamples())('$name has a summary of one sentence and ended well', ({ summary, recorded }) => {
    expect(summary).toMatch(/^[A-Z][^.]*\.$/);
    expect(recorded.exitCode).toBe(0);
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
