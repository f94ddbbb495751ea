import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Has `size` processes run the file for each of the tasks, and gives the results in the order of the tasks. */
export async function mapInProcesses(file, tasks, size) {
  const queue = tasks.entries(); // One queue for all: each task is handed out once
  const results = [];

  async function work() {
    const child = fork(file);
    for (const [index, task] of queue) {
      child.send(task);
      results[index] = await answer(child);
    }
    child.disconnect(); // Without messages to wait for, it ends
  }

  await Promise.all(Array.from({ length: size }, work));
  return results;
}

function answer(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    // A process that dies sends no message, only its exit code
    child.once('exit', (code) => reject(new Error(`A process of the pool ended with code ${code}`)));
  });
}
