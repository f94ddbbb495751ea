// What errors call imported names, and what they say of names that only CommonJS has.
import { EventEmitter as Emitter } from 'events';
import fs, { readFileSync, statSync as stat } from 'node:fs';
import * as path from 'path';
import { spawnSync } from 'node:child_process';
import settings, { add, address } from './lib/values.mjs';

const wrong = [
  () => fs.nope(),
  () => path.nope(),
  () => new Emitter.Nope(),
  () => fs(),
  () => new path.join(),
  () => stat.call.a.b,
  () => path.default.x.y,
  () => [fs, path.sep, { stat }].length(),
  () => {
    fs = 1;
  },
  () => {
    ({ stat: readFileSync } = {});
  },
  () => {
    for (stat of [1]);
  },
  () => add(),
  () => new address(),
  () => settings.nope(),
];
for (const call of wrong) {
  try {
    call();
  } catch (error) {
    console.log(error.stack.split('\n')[0], '|', error.message);
  }
}
console.log(typeof fs, { fs, stat }.stat.name, `${path.sep}`, eval('typeof readFileSync'));
{
  const fs = 'inner';
  console.log(fs, hoisted('parameter'));
}
function hoisted(path) {
  return path;
}
export { readFileSync as read, path as default };

for (const file of ['requires', 'directory', 'waits', 'imports']) {
  await import(`./lib/${file}.mjs`).catch(({ name, message, code }) => console.log(name, message, code));
  const { status, stderr } = spawnSync(process.execPath, [`lib/${file}.mjs`], { encoding: 'utf8' });
  console.log(status, stderr.split('\n').find((line) => /Error/.test(line)));
}
