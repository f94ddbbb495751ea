import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const loops = [
  'for (;;) Atomics.add(rounds, 0, 1);',
  'do { Atomics.add(rounds, 0, 1); } while (true)',
  'const end = Date.now() + 60_000; while (Date.now() < end) Atomics.add(rounds, 0, 1);',
  'for (let i = 0; i < 1e9; i++) for (const _ of [1, 2]) Atomics.add(rounds, 0, 1);',
  'for (;;) try { for (;;) Atomics.add(rounds, 0, 1); } finally { Atomics.add(rounds, 0, 1); }',
];
for (const loop of loops) {
  const rounds = new Int32Array(new SharedArrayBuffer(4));
  const code = `const { workerData: rounds } = require('node:worker_threads'); ${loop}`;
  const worker = new Worker(code, { eval: true, workerData: rounds });
  const exit = once(worker, 'exit');
  while (Atomics.load(rounds, 0) === 0) await sleep(1);
  console.log(await worker.terminate(), await exit);
  const atEnd = Atomics.load(rounds, 0);
  await sleep(20);
  // The round that was under way may come to its end.
  console.log(loop, Atomics.load(rounds, 0) - atEnd < 10);
}

// A loop is what its author wrote, for those who read it.
function search(text) { let at = 0; for (;;) { if (text[at] === 'x') return at; else at++; } }
console.log(search('abcxyz'), String(search));
function outer() { for (const a of [1]) for (const b of [2]) throw new Error(`${a} ${b}`); }
try { outer(); } catch (error) { console.log(error.stack.split('\n').slice(0, 2).join('\n')); }
if (loops.length < 0) for (;;); else console.log('else');
