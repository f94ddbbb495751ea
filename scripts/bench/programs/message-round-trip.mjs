// Microseconds for a message to a Worker and its echo, the median of 500.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const worker = new Worker(
  "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));",
  { eval: true },
);
await once(worker, 'online');
const times = [];
for (let round = 0; round < 600; round++) {
  const startMs = performance.now();
  worker.postMessage(round);
  await once(worker, 'message');
  if (round >= 100) times.push((performance.now() - startMs) * 1000);
}
await worker.terminate();
console.log(times.sort((a, b) => a - b)[250]);
