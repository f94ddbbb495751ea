import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { tasks } from './tasks.mjs';

const runner = new URL('./run-task.mjs', import.meta.url);
const threeTimes = (start) => Promise.all([1, 2, 3].map(start));

export async function oneAfterAnother(task) {
  for (let i = 0; i < 3; i++) await tasks[task]();
}

// One thread starts all three: they can wait together,
// but not compute together
export const onTheEventLoop = (task) => threeTimes(() => tasks[task]());

export const inThreads = (task) =>
  threeTimes(() => once(new Worker(runner, { argv: [task] }), 'exit'));

export const inProcesses = (task) =>
  threeTimes(() => once(fork(runner, [task]), 'exit'));
