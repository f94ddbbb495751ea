import { describe, expect, test } from 'vitest';
import { transformCommonJs } from '#runtime/kernel/modules/transform-commonjs.ts';
import { transformModule } from '#runtime/kernel/modules/transform-module.ts';

/** Looks stand where the mark is. */
const MARK = '@';
const LOOK = ' if($$end[0])$$sleep();else ';

describe('a loop looks for the end of its thread', () => {
  test.each([
    ['without a test', 'for (;;)@;'],
    ['whose test is a constant', 'do@{f()}while(true)'],
    ['that waits for the clock', 'while (Date.now() < 9)@n++'],
    ['with another in it, whatever its kind', 'for (const a of b)@{ for (c in d) e(); }'],
    ['with another in a function in it', 'while (a)@b(() => { while (c) d(); })'],
    ['before an else', 'if (a) for (;;)@if (b) c(); else d(); else for (;;)@;'],
  ])('%s', (_what, marked) => {
    const { body } = transformCommonJs(marked.replaceAll(MARK, ''));
    expect(body.replaceAll(LOOK, MARK)).toBe(marked);
  });

  test.each([
    ['computes and has an end', 'for (let i = 0; i < n; i++) sum += f(i);'],
    ['takes what there is', 'for (const a of b) f(a); for (const a in b) f(a);'],
    ['does not run', 'while (false) f(); do f(); while (0)'],
  ])('but not one that %s', (_what, source) => {
    expect(transformCommonJs(source).body).toBe(source);
  });

  test('before what else is edited there', () => {
    expect(transformCommonJs('async () => { for (;;) await a }').body).toContain(
      `for (;;) ${LOOK}$$c.resumed(await`,
    );
    expect(transformCommonJs('async () => { for (;;) for await (a of b); }').body).toContain(
      `for (;;) ${LOOK}{for await`,
    );
    expect(transformModule('import f from "f"; while (true) f();').body).toContain(
      `${LOOK}(0,$$0.default)()`,
    );
  });
});
