import { parentPort, workerData } from 'node:worker_threads';

const { way, times, counter, gate } = workerData;

parentPort.postMessage('ready');
Atomics.wait(gate, 0, 0); // Sleep until the gate is no longer 0

for (let i = 0; i < times; i++) {
  // Reads, adds, writes: another thread may come between
  if (way === 'plain') counter[0] += 1;
  // Reads, adds and writes in one step
  if (way === 'atomic') Atomics.add(counter, 0, 1);
}
