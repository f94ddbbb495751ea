// The hidden threads: how many computations run at once, in which order they end, and what ends them.
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import { promisify } from 'node:util';

const pool = (size, ...args) => {
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env;
  if (size !== undefined) env.UV_THREADPOOL_SIZE = size;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['jobs.cjs', ...args], { encoding: 'utf8', env });
  return `${stdout.trim()}${stderr} (${status})`;
};
// A short computation behind long ones: it ends first exactly when a thread is free for it.
console.log('behind 3 of 4:', pool(undefined, 'race', 3));
console.log('behind 4 of 4:', pool(undefined, 'race', 4));
console.log('behind 4 of 5:', pool('5', 'race', 4));
console.log('behind 2 of 2:', pool('2', 'race', 2));
console.log('0 means one:', pool('0', 'race', 1));
console.log('one at a time:', pool('1', 'queue'));
console.log('chosen by the program itself:', pool('4', 'choose'));
console.log('the loop goes on:', pool(undefined, 'loop'));
console.log('exit:', pool(undefined, 'exit'));
console.log('a worker ends before its result:', pool(undefined, 'worker'));

// What the asynchronous forms give is what the synchronous ones give.
const [pbkdf2, scrypt, hkdf, randomBytes, randomFill] = ['pbkdf2', 'scrypt', 'hkdf', 'randomBytes', 'randomFill'].map((name) => promisify(crypto[name]));
const salt = Buffer.from('pepper');
const pending = pbkdf2('secret', salt, 10, 24, 'sha512');
salt.fill(0);
console.log((await pending).toString('hex'));
console.log(await scrypt('secret', 'salt', 16, { N: 16 }), crypto.scryptSync('secret', 'salt', 16, { N: 16 }));
console.log(Buffer.from(await hkdf('sha256', 'key', 'salt', 'info', 20)), await scrypt('p', 's', 0));
console.log((await randomBytes(100_000)).length, (await randomFill(Buffer.alloc(8), 4)).subarray(0, 4), (await randomFill(new Uint32Array(4))).constructor.name);
for (const wrong of [() => crypto.pbkdf2('p', 's', 0, 1, 'sha1', () => {}), () => crypto.pbkdf2('p', 's', 1, 1, 'none', () => {}), () => crypto.pbkdf2('p', 's', 1, 1, 'sha1'), () => crypto.scrypt('p', 's', 1, { N: 3 }, () => {})]) {
  try { wrong(); } catch ({ code, message }) { console.log(code, message); }
}
crypto.pbkdf2('p', 's', 1, 1, 'sha1', () => { throw new Error('in the callback'); });
process.on('uncaughtException', ({ message }) => console.log('uncaught', message));
