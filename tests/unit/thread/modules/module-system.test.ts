import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { programFolder } from '../../../support/program-folder.ts';

/** Each program is a title and its files; the first file is the entry. */
const programs: [string, Record<string, string>][] = [
  [
    'bindings are live, and cycles see what is hoisted',
    {
      'main.mjs': `import { count, inc, later } from './counter.mjs'; import * as ns from './counter.mjs'; import './a.mjs';
console.log(count, inc(), count, ns.count, later); inc(); console.log(count, Object.keys(ns), ns.count);`,
      'counter.mjs': `export let count = 0; export function inc() { count++; return this; } export { count as later };`,
      'a.mjs': `import { b, hoisted } from './b.mjs'; export const a = 'a'; export function early() { return 'early ' + typeof hoisted; } console.log('a', b, hoisted());`,
      'b.mjs': `import { a, early } from './a.mjs'; export var b = early(); export function hoisted() { return a; } try { a } catch (e) { console.log(e.name, e.message); }`,
    },
  ],
  [
    'modules run in the order of the specification',
    {
      'main.mjs': `import './a.mjs'; import './b.mjs'; import './c.mjs'; console.log('main');`,
      'a.mjs': `import './d.mjs'; console.log('a start'); await 0; console.log('a 1'); await 0; console.log('a 2');`,
      'b.mjs': `import './d.mjs'; console.log('b');`,
      'c.mjs': `import './a.mjs'; console.log('c');`,
      'd.mjs': `console.log('d'); await null; console.log('d end');`,
    },
  ],
  [
    'a module that waits starts at once, and its ticks come where they do on Node',
    {
      'main.mjs': `import './a.mjs'; process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); console.log('main'); await null; console.log('waited'); queueMicrotask(() => console.log('queued')); await 1; console.log('end');`,
      'a.mjs': `console.log('a'); for await (const x of [1, 2]) console.log(x); console.log('a end');`,
    },
  ],
  [
    'cycles with top-level await finish',
    {
      'main.mjs': `import { x } from './a.mjs'; console.log('main', x);`,
      'a.mjs': `import { y } from './b.mjs'; console.log('a', y()); await 0; export const x = 'x'; console.log('a end');`,
      'b.mjs': `import { x } from './a.mjs'; export function y() { return 'y'; } console.log('b'); await 0; try { console.log(x); } catch (e) { console.log(e.message); }`,
    },
  ],
  [
    'errors reach every importer, and only once',
    {
      'main.mjs': `for (const n of ['./bad.mjs', './bad.mjs', './over.mjs', './late.mjs', './overlate.mjs']) try { await import(n); } catch (e) { console.log(n, e.message, globalThis.runs); }`,
      'bad.mjs': `globalThis.runs = (globalThis.runs ?? 0) + 1; throw new Error('thrown');`,
      'over.mjs': `import './bad.mjs'; console.log('never');`,
      'late.mjs': `await 0; throw new Error('late');`,
      'overlate.mjs': `import './late.mjs'; console.log('never');`,
    },
  ],
  [
    're-exports, stars and string names resolve',
    {
      'main.mjs': `import * as all from './all.mjs'; import def, { renamed, 'a b' as ab } from './all.mjs'; console.log(Object.keys(all), def, renamed, ab, all.ns.one, 'both' in all, all.own);
console.log(Object.prototype.toString.call(all), Object.isSealed(all), Reflect.ownKeys(all).length); try { all.one = 1 } catch (e) { console.log(e.constructor.name) } try { delete all.one } catch (e) { console.log(e.constructor.name) }`,
      'all.mjs': `export * from './one.mjs'; export * from './two.mjs'; export * as ns from './one.mjs'; export { default, one as renamed } from './one.mjs'; import { one as imported } from './one.mjs'; export { imported as 'a b' }; export const own = 'mine';`,
      'one.mjs': `export const one = 1; export const both = 1; export const own = 'theirs'; export default 'default one';`,
      'two.mjs': `export const two = 2; export const both = 2;`,
    },
  ],
  [
    'default exports have their names',
    {
      'main.mjs': `import a from './a.mjs'; import b from './b.mjs'; import c from './c.mjs'; import d from './d.mjs'; import e, { early } from './e.mjs'; console.log(a.name, b.name, c.name, d.name, e.name, early, typeof a, new b().x);`,
      'a.mjs': `export default async function* () {}`,
      'b.mjs': `export default class { x = 1 }\n;[1].map(String)`,
      'c.mjs': `export default (() => {})`,
      'd.mjs': `export default (class Named {})`,
      'e.mjs': `export const early = self(); export default function self() { return typeof self }`,
    },
  ],
  [
    'imports that name nothing fail with the place',
    {
      'main.mjs': `import { there } from './m.mjs';\nimport fs, { none,\n  readFileSync } from './m.mjs';\n`,
      'm.mjs': `export const there = 1; export default 2;`,
    },
  ],
  [
    'ambiguous stars fail',
    {
      'main.mjs': `import { both } from './all.mjs'; console.log(both);`,
      'all.mjs': `export * from './one.mjs'; export * from './two.mjs';`,
      'one.mjs': `export const both = 1`,
      'two.mjs': `export const both = 2`,
    },
  ],
  [
    'CommonJS gives an ES module its default and the names that can be seen',
    {
      'main.mjs': `import cjs, { a, b, re } from './lib.cjs'; import * as ns from './lib.cjs'; import './order.mjs'; console.log(cjs, a, b, re, Object.keys(ns), ns['module.exports'] === cjs, ns.default === cjs);`,
      'lib.cjs': `console.log('lib runs'); exports.a = 1; module.exports.b = () => 2; Object.defineProperty(exports, 'c', { enumerable: true, value: 3 }); require('./star.cjs'); __exportStar(require('./re.cjs'), exports); function __exportStar(m, e) { Object.assign(e, m) }`,
      'star.cjs': `exports.s = 1;`,
      're.cjs': `exports.re = 're';`,
      'order.mjs': `console.log('order'); `,
    },
  ],
  [
    'a CommonJS name that cannot be seen is explained',
    {
      'main.mjs': `import { hidden } from './lib.cjs';`,
      'lib.cjs': `Object.assign(module.exports, { hidden: 1 });`,
    },
  ],
  [
    'require() works as it does: cache, cycles, JSON, main, stack of a missing one',
    {
      'main.cjs': `const a = require('./a'); console.log(a, require('./a') === a, require('./data').x, require.main === module, module.id, __filename === module.filename, module.children.length, module.loaded, module.paths[0] === __dirname + '/node_modules');
delete require.cache[require.resolve('./a')]; console.log(require('./a') === a, typeof require.extensions, Object.keys(require.cache).length, this === exports, typeof require.resolve.paths('x'));
try { require('./deep'); } catch (e) { console.log(e.code, e.message.replaceAll(__dirname, ''), e.requireStack.length); } try { require(''); } catch (e) { console.log(e.code, e.message); } try { require(1); } catch (e) { console.log(e.code); } try { require('./bad.json'); } catch (e) { console.log(e.name, e.message.replace(__dirname, '')); }`,
      'a.js': `exports.early = 1; const b = require('./b'); exports.b = b; exports.done = true;`,
      'b.js': `const a = require('./a'); module.exports = { sawDone: a.done, early: a.early };`,
      'deep.js': `require('./none');`,
      'data.json': `{ "x": [1] }`,
      'bad.json': `{ "x": }`,
    },
  ],
  [
    'require() of an ES module gives its namespace',
    {
      'main.cjs': `const m = require('./m.mjs'); console.log(m.x, m.default, m.__esModule, require('./plain.mjs').y, require('./whole.mjs')); try { require('./tla.mjs'); } catch (e) { console.log(e.code); } import('./m.mjs').then((n) => console.log(n.x, n === m, typeof n.__esModule)); import('./lib.cjs').then((n) => console.log(Object.keys(n)));`,
      'm.mjs': `export const x = 1; export default 2;`,
      'plain.mjs': `export const y = 1;`,
      'whole.mjs': `const f = 'whole'; export { f as 'module.exports' };`,
      'tla.mjs': `await 0;`,
      'lib.cjs': `exports.z = 1;`,
    },
  ],
  [
    'JSON needs its attribute and is one object',
    {
      'main.mjs': `import data from './d.json' with { type: 'json' }; const again = await import('./d.json', { with: { type: 'json' } }); console.log(data, again.default === data); for (const f of [() => import('./d.json'), () => import('./main.mjs', { with: { type: 'json' } }), () => import('./d.json', { with: { type: 'css' } })]) try { await f(); } catch (e) { console.log(e.name, e.code, e.message.replace(import.meta.dirname, '')); }`,
      'd.json': `{ "x": [1, 2] }`,
    },
  ],
  [
    'import.meta knows where it is',
    {
      'main.mjs': `import './lib/m.mjs'; console.log(Object.keys(import.meta), import.meta.main, import.meta.url.endsWith('/main.mjs'), import.meta.filename.endsWith('main.mjs'), import.meta.dirname.length > 1, import.meta.resolve('./none.mjs').endsWith('none.mjs'), import.meta.resolve('fs'));`,
      'lib/m.mjs': `console.log(import.meta.main, import.meta.dirname.endsWith('lib')); const q = await import('./q.mjs?x=1'); const r = await import('./q.mjs?x=2'); console.log(q === r, q.url.slice(-9));`,
      'lib/q.mjs': `export const { url } = import.meta;`,
    },
  ],
  [
    'a .js file is what its package or its syntax says',
    {
      'main.mjs': `import './esm/x.js'; import './plain/y.js'; import z from './plain/z.js'; console.log(z);`,
      'esm/package.json': `{ "type": "module" }`,
      'esm/x.js': `console.log('x', typeof require, import.meta.url.length > 0);`,
      'plain/package.json': `{ "type": "commonjs" }`,
      'plain/y.js': `console.log('y', typeof require);`,
      'plain/z.js': `module.exports = 'z';`,
    },
  ],
  [
    'data: URLs are modules',
    {
      'main.mjs': `import a from 'data:text/javascript,export default 1 + 1'; import j from 'data:application/json,{"y":1}' with { type: 'json' }; console.log(a, j, (await import('data:text/javascript;base64,' + btoa('export const b = import.meta.url.slice(0, 5)'))).b); try { await import('data:text/javascript,import "./x.mjs"'); } catch (e) { console.log(e.code); }`,
    },
  ],
  [
    'names are shadowed where a scope declares them',
    {
      'main.mjs':
        `import { a, b, f } from './m.mjs'
const shadow = (a, { b } = { b: a }) => [a, b]
console.log(shadow(1), ((...f) => f)(2), function f() { return typeof f }(), class b { static n = b.name }.n)
f()
;[a] = []
`.replace(';[a] = []\n', '') +
        `{ let a = 'block'; console.log(a) } try { throw 'caught' } catch (a) { console.log(a) } for (const a of ['loop']) console.log(a); for (let a = 0; a < 1; a++) console.log(a)
label: { const b = 'labelled'; console.log({ b, a }, { a: b }, \`\${a}\`, a?.length, [...a]); break label }
switch (1) { case 1: let f = 'cased'; console.log(f) }
var g = () => { if (true) { var b = 'var' } return b }; console.log(g(), typeof arguments, this)
const o = { f, a() { return a }, get b() { return b }, [a]: a }; console.log(o.f === f, o.a(), o.b, Object.keys(o)); try { a = 1 } catch (e) { console.log(e.message) } try { [b] = [2] } catch (e) { console.log(e.message) } try { a++ } catch (e) { console.log(e.message) } try { ({ a } = { a: 1 }) } catch (e) { console.log(e.message) } try { for (a of [1]); } catch (e) { console.log(e.message) }`,
      'm.mjs': `export const a = 'A'; export const b = 'B'; export function f() { console.log('f', this) }`,
    },
  ],
  [
    'an uncaught error shows its line, and its stack the lines of all modules',
    {
      'main.mjs': `import { deep, later } from './lib.mjs';\nimport cjs from './lib.cjs';\nconst run = () => cjs(deep);\ntry { run(); } catch (e) { console.log(e.stack); }\ntry { await later(); } catch (e) { console.log(e.stack); }\nclass Thing { #x = deep; go() { return this.#x(); } static make() { return new Thing().go(); } }\ntry { [1].map(() => Thing.make()); } catch (e) { console.log(e.stack); }\nrun();`,
      'lib.mjs': `import { thrower } from './thrower.mjs'; export function deep() { return thrower('deep'), thrower(1); }\nexport async function later() { await null; deep(); }\nexport default () => {};`,
      'thrower.mjs': `export const thrower = (what) => { throw new TypeError(what); };`,
      'lib.cjs': `module.exports = function call(f) {\n  return f();\n};`,
    },
  ],
  [
    'an uncaught error in CommonJS shows its line',
    { 'main.cjs': `#!/usr/bin/env node\nfunction f() { throw new RangeError('x'); }\n\tf();` },
  ],
  ['a syntax error shows its line in an ES module', { 'main.mjs': `const a = 1;\nlet b = (a +;\n` }],
  ['a syntax error shows its line in CommonJS', { 'main.cjs': `const a = 1;\nconst a = 2;\n` }],
  [
    'a syntax error of an imported module shows its line',
    { 'main.mjs': `import './m.mjs';`, 'm.mjs': `function f( { }\n` },
  ],
  ['an unclosed block is an unexpected end', { 'main.cjs': `function f() {\n` }],
  ['import in CommonJS is not allowed', { 'main.cjs': `import fs from 'fs';\n` }],
  ['await in a plain function is not allowed', { 'main.mjs': `function f() {\n  await 1;\n}\n` }],
  ['a missing parenthesis is named', { 'main.mjs': `console.log('a'\nconsole.log('b');\n` }],
  ['a missing module is not found', { 'main.mjs': `import './none.mjs';` }],
];

describe('a program that is loaded here does what it does on Node', () => {
  test.concurrent.each(programs)('%s', async (_title, files) => {
    const folder = programFolder(files);
    const entry = Object.keys(files)[0]!;
    const [real, embedded] = await Promise.all([
      run([entry], folder.directory),
      run([embeddedRunner, folder.directory, entry], folder.directory),
    ]);
    folder.dispose();
    expect(withoutNode(embedded)).toBe(withoutNode(real));
  });
});

const embeddedRunner = path.join(import.meta.dirname, 'run-embedded.ts');

function run(args: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
    execFile(process.execPath, args, { cwd, env }, (_error, stdout, stderr) =>
      resolve(`${stdout}\n---\n${stderr}`),
    );
  });
}

/** Node's own frames, its version and the properties that its inspector adds are not the loader's. */
function withoutNode(output: string): string {
  return output
    .replace(/^ +at .*(node:|run-embedded|<anonymous>\)$).*\n?/gm, '')
    .replace(/^node:internal.*\n(.*\n){2}\n?/gm, '')
    .replace(/ \{\n(?=  \w+: )/g, '\n')
    .replace(/^ {2}\w+: .*\n|^\}\n/gm, '')
    .replace(/^\(node:\d+\)/gm, '(node)')
    .replace(/\n*Node\.js v.*/g, '')
    .trimEnd();
}
