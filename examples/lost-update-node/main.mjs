import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const threads = 4;
const times = 10_000_000;

for (const way of ['plain', 'atomic']) {
  // Memory that all threads see, instead of a copy for each
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const gate = new Int32Array(new SharedArrayBuffer(4));

  const workers = Array.from({ length: threads }, () => {
    return new Worker(new URL('./add.mjs', import.meta.url), {
      workerData: { way, times, counter, gate },
    });
  });
  // Each says that it is ready
  await Promise.all(workers.map((worker) => once(worker, 'message')));

  // Open the gate only now, so that all threads really run at once
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  await Promise.all(workers.map((worker) => once(worker, 'exit')));

  const expected = threads * times;
  console.log(
    `${way}: ${expected} additions made ${counter[0]},`,
    `lost some: ${counter[0] < expected}`,
  );
}
