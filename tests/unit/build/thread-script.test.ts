import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { namedClasses } from '../../../src/build/thread-script.ts';

async function minified(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents },
    bundle: true,
    write: false,
    minify: true,
    keepNames: true,
    format: 'cjs',
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

test('namedClasses() has a stack call the receiver by the name of its class', async () => {
  const text = await minified(`
    class Emitter { emit(listener) { return Reflect.apply(listener, this, []); } }
    export class Greeter extends Emitter {}
    export const plain = new Emitter();`);
  const module = { exports: {} };
  runInNewContext(namedClasses(text), { module, Reflect });
  const { Greeter, plain } = module.exports as { Greeter: new () => Emitter; plain: Emitter };
  const stack = function (): string | undefined {
    return new Error().stack;
  };
  expect(new Greeter().emit(stack)).toContain('at Greeter.stack');
  expect(plain.emit(stack)).toContain('at Emitter.stack');
  expect([Greeter.name, Object.keys(Greeter)]).toEqual(['Greeter', []]);
});

test('namedClasses() leaves alone a class that refers to itself, and names that a variable may have', () => {
  const text = 'a=class e{static{t(this,"Self")}of(){return new e}};b=class{static{t(this,"abc")}}';
  expect(namedClasses(text)).toBe(text);
});

interface Emitter {
  emit(listener: () => string | undefined): string | undefined;
}
