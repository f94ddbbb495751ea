import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { task } from './task.mjs';

const runner = new URL('./run-task.mjs', import.meta.url);

const ways = {
  'event loop': () => task(),

  threads: async () => {
    const [place] = await once(new Worker(runner), 'message');
    return place;
  },

  processes: async () => {
    const [place] = await once(fork(runner), 'message');
    return place;
  },
};

for (const [title, way] of Object.entries(ways)) {
  const start = performance.now();
  const places = await Promise.all([way(), way(), way()]);
  const elapsed = (performance.now() - start).toFixed(0);

  const distinct = [...new Set(places)].join(' and ');
  console.log(
    `${title.padEnd(10)} three waits took ${elapsed.padStart(4)} ms,`,
    `each ${distinct}`,
  );
}
