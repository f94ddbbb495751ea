import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

// Create and start multiple threads: a Worker starts when it is made
const threads = [0, 1, 2].map((name) => {
  return new Worker(new URL('./task.mjs', import.meta.url), {
    workerData: name,
  });
});

// Wait for all of them, as join() does;
// the main thread stays free meanwhile
await Promise.all(threads.map((thread) => once(thread, 'exit')));
