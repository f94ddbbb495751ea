import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { bundle } from '../../../src/build/bundle.ts';
import { type Bundle, compileAtOnce, tellCalls } from '../../../src/build/compile-at-once.ts';

const FILE = 'src/program.js';
const PROGRAM = `
  export const early = twice(2);
  function twice(number) { return by(number, 2); }
  async function* later(number) { yield by(number, 3); }
  function by(number, factor) { return number * factor; }
  export function never() {}
  export const names = [twice.name, later.name, by.name];
  export const third = later(3).next();`;

function bundled(format: 'cjs' | 'iife', rewrite: (bundle: Bundle) => string): Promise<string> {
  return bundle(
    {
      bundle: true,
      write: false,
      minify: true,
      keepNames: true,
      format,
      globalName: 'exported',
      stdin: { contents: PROGRAM, sourcefile: FILE },
    },
    rewrite,
  );
}

function evaluate(text: string): { early: number; names: string[]; third: Promise<{ value: number }> } {
  const module = { exports: {} };
  return runInNewContext(`${text};typeof exported === 'undefined' ? module.exports : exported`, {
    module,
  }) as ReturnType<typeof evaluate>;
}

test.each(['cjs', 'iife'] as const)(
  'the functions that are named become the first values of a bundle, in parentheses, and do as before (%s)',
  async (format) => {
    const text = await bundled(format, (script) => compileAtOnce(script, { [FILE]: ['twice', 'later'] }));
    expect(text).toMatch(/var \w+=\(function\(\w+\)\{.*?\}\),\w+=\(async function\*\(\w+\)\{/);
    expect(text.match(/=\((async )?function/g)).toHaveLength(2);
    const { early, names, third } = evaluate(text);
    expect([early, names, (await third).value]).toEqual([4, ['twice', 'later', 'by'], 9]);
  },
);

test('names that a bundle does not have leave it as it is', async () => {
  const plain = await bundled('cjs', ({ text }) => text);
  expect(await bundled('cjs', (script) => compileAtOnce(script, { [FILE]: ['gone'] }))).toBe(plain);
  expect(await bundled('cjs', (script) => compileAtOnce(script, { 'other.js': ['by'] }))).toBe(plain);
});

test('each function that is called tells by which name its file declares it', async () => {
  const text = await bundled('cjs', (script) =>
    tellCalls(script, (file, name) => `(globalThis.calls??=new Set).add("${file} ${name}")`),
  );
  const realm = { module: { exports: {} }, calls: new Set<string>() };
  runInNewContext(text, realm);
  expect([...realm.calls]).toEqual([`${FILE} twice`, `${FILE} by`, `${FILE} later`]);
});
