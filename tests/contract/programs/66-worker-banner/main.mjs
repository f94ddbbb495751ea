// What is printed when a worker's error meets no listener.
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';

const programs = {
  error: `throw new TypeError('bad')`,
  text: `throw 'text'`,
  object: 'throw { a: 1 }',
  later: `setTimeout(() => { throw new Error('later'); }, 1)`,
  rejected: `Promise.reject(new Error('rejected'))`,
};
const [, , name] = process.argv;
if (name) {
  new Worker(programs[name], { eval: true });
} else {
  for (const key of Object.keys(programs)) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['main.mjs', key], { encoding: 'utf8' });
    // Without the frames of Node itself, and the brace that follows the last of them.
    console.log(`${key}: ${status}\n${stdout}${stderr.replace(/^ +at .*(node:|wrapper).*\n/gm, '').replace(/ \{$/gm, '')}`);
  }
  new Worker(programs.error, { eval: true }).on('error', ({ stack }) => console.log(stack.split('\n    at')[0]));
}
