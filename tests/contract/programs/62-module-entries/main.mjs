import { spawnSync } from 'node:child_process';
import fs, { readFileSync } from 'node:fs';
import Module, { builtinModules, createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as namespace from './lib/values.mjs';

const require = createRequire(import.meta.url);
console.log(require('./lib/common.cjs'), require.resolve('./lib/common.cjs').endsWith('common.cjs'), require.main);
console.log(createRequire(`${import.meta.dirname}/lib/x.js`)('./common.cjs') === require('./lib/common.cjs'));
for (const name of ['relative', 'http://x/', 3]) {
  try {
    createRequire(name);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(isBuiltin('fs'), isBuiltin('node:fs/promises'), isBuiltin('nope'), builtinModules.includes('worker_threads'), Module === Module.Module, Module.name);
console.log(namespace, { namespace }, Object.keys(await import('node:path')).includes('join'));

const real = fs.readFileSync;
fs.readFileSync = () => 'patched';
console.log(readFileSync === real);
syncBuiltinESMExports();
console.log(readFileSync());
fs.readFileSync = real;
syncBuiltinESMExports();

const node = (...args) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, args.slice(1), { input: args[0], encoding: 'utf8', cwd: import.meta.dirname });
  console.log(JSON.stringify(args), status, stdout.trim(), stderr.replaceAll(import.meta.dirname, '').replace(/^ +at .*\n/gm, '').trim());
};
node('', '-p', '1 + 1; ({ a: [1, { b: 2 }] })');
node('', '-e', 'console.log(typeof require, __filename, __dirname, module.id, this === globalThis, process.argv.length, path.sep)', 'x');
node('', '-e', 'var a = 1; function f() {} console.log(globalThis.a, typeof globalThis.f, require("./lib/common.cjs").name)');
node('', '-e', 'import("./lib/values.mjs").then((m) => console.log(m.a))');
node('', '-e', 'import fs from "node:fs"; console.log(typeof fs.readFileSync, import.meta.url.slice(-8), typeof require)');
node('', '--input-type=module', '-e', 'console.log(await 1, typeof require)');
node('', '-e', 'throw new Error("thrown")');
node('console.log(__filename, typeof require)');
node('import { a } from "./lib/values.mjs"; console.log(a)', '--input-type=module');
node('console.log(process.argv.slice(2))', '-', 'arg');
node('', 'lib/none.js');
node('', 'lib/none.mjs');
node('', 'lib/data.json');
node('', 'lib/noext');
node('', 'lib/common.cjs');
console.log(pathToFileURL('/a b#c').href);
