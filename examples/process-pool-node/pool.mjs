import { fork } from 'node:child_process';

/**
 * Has `size` processes run the file for each of the tasks,
 * and gives the results in the order of the tasks.
 */
export async function mapInProcesses(file, tasks, size) {
  // One queue for all: each task is handed out once
  const queue = tasks.entries();
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
    // A process that dies sends no message, only its exit code
    const died = (code) =>
      reject(
        new Error(`A process of the pool ended with code ${code}`),
      );
    child.once('exit', died);
    child.once('message', (result) => {
      child.off('exit', died);
      resolve(result);
    });
  });
}
