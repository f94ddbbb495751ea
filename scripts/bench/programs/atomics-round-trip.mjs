// Microseconds to wake a sleeping Worker and be woken by it, the mean of 2000.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const rounds = 2000;
const turn = new Int32Array(new SharedArrayBuffer(4));
const worker = new Worker(
  `const { workerData: { turn, rounds } } = require('node:worker_threads');
  for (let round = 0; round < rounds; round++) {
    while (Atomics.load(turn, 0) !== 1) Atomics.wait(turn, 0, 0);
    Atomics.store(turn, 0, 0);
    Atomics.notify(turn, 0);
  }`,
  { eval: true, workerData: { turn, rounds } },
);
await once(worker, 'online');
const startMs = performance.now();
for (let round = 0; round < rounds; round++) {
  Atomics.store(turn, 0, 1);
  Atomics.notify(turn, 0);
  while (Atomics.load(turn, 0) !== 0) Atomics.wait(turn, 0, 1);
}
const elapsedMs = performance.now() - startMs;
await once(worker, 'exit');
console.log((elapsedMs * 1000) / rounds);
