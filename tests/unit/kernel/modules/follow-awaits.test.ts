import { describe, expect, test } from 'vitest';
import { transformCommonJs } from '#runtime/kernel/modules/transform-commonjs.ts';
import { transformModule } from '#runtime/kernel/modules/transform-module.ts';

describe('the text of a module', () => {
  test.each([
    ['that waits nowhere stays as it is', 'const f = () => 1; async function g() { return 2; }', undefined],
    [
      'waits in a function',
      'async () => { "use strict"\nawait (1, 2) }',
      'async () => { "use strict";const $$c=$$await();\n$$c.resumed(await $$c.suspend( (1, 2))) }',
    ],
    [
      'waits in an expression',
      'async(/*=>*/)=>/**/(await await x)',
      'async(/*=>*/)=>{const $$c=$$await();return(/**/($$c.resumed(await $$c.suspend( $$c.resumed(await $$c.suspend( x))))))}',
    ],
    [
      'waits in a function within another, which does not',
      'async () => { try { async () => { await 1 } } catch {} }',
      'async () => { try { async () => {const $$c=$$await(); $$c.resumed(await $$c.suspend( 1)) } } catch {} }',
    ],
    [
      'fails',
      'async () => { try { await 1 } catch { 2 } finally { 3 } }',
      'async () => {const $$c=$$await(); try { $$c.resumed(await $$c.suspend( 1)) } catch {$$c.returned(); 2 } finally {$$c.returned(); 3 } }',
    ],
    [
      'loops',
      'async () => { a: for await (x of (1, y)) f(x)\n}',
      'async () => {const $$c=$$await(); {a: for await (x of ($$c.suspend((1, y)))) {$$c.returned();try{f(x)}finally{$$c.suspend()}}$$c.returned()}\n}',
    ],
  ])('%s', (_what, source, body) => {
    expect(transformCommonJs(source).body).toBe(body ?? source);
  });

  test('exports a function that waits', () => {
    const { body } = transformModule('export default async () => await 1');
    expect(body).toContain('.suspend( 1)))} }.default');
  });

  test('tells where it waits outside of functions', () => {
    const { body } = transformModule('f(await 1);\n  for await (x of y) f(x);');
    expect(body).toContain('$$c.suspend( 1,1,2)');
    expect(body).toContain('$$c.suspend((y),2,2)');
    expect(body).toContain('$$c.suspend(0,2,2)');
  });
});
