import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withEagerFunction } from '../../../src/build/eager-function.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a script of one exported function exports it in parentheses, with its name', async () => {
  const eager = withEagerFunction(
    bytes('async function make(a={}){return [a, make.name]}export default make;\n'),
  );
  const text = new TextDecoder().decode(eager);
  expect(text).toBe('export default (async function make(a={}){return [a, make.name]});\n');
  const made = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)) as {
    default: (a: number) => Promise<unknown>;
  };
  expect(await made.default(1)).toEqual([1, 'make']);
});

test('the script of the pinned Pyodide is of that kind, and another is refused', () => {
  const script = readFileSync('node_modules/pyodide/pyodide.asm.mjs');
  expect(withEagerFunction(script).length).toBeGreaterThan(1e6);
  expect(() => withEagerFunction(bytes('export default () => 1;'))).toThrow(
    'no longer one exported function',
  );
});
