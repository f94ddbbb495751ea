import { mapInThreads } from './pool.mjs';

// Five tasks for three threads: two of them have to wait in the queue
const results = await mapInThreads(
  new URL('./task.mjs', import.meta.url),
  [0, 1, 2, 3, 4],
  3,
);

console.log(`Results: ${results.join(', ')}`);
