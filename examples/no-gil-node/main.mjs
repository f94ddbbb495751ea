import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

async function computeIn(count) {
  const start = performance.now();
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL('./compute.mjs', import.meta.url)),
  );
  await Promise.all(threads.map((thread) => once(thread, 'exit')));
  return (performance.now() - start).toFixed(0);
}

console.log(
  `This machine can run ${availableParallelism()} threads at once`,
);

// If a lock let only one thread compute, twice the work
// would take twice the time
console.log(`One thread took ${await computeIn(1)} ms`);
console.log(`Two threads took ${await computeIn(2)} ms`);
