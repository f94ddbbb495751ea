import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Has `size` Workers run the file for each of the tasks,
 * and gives the results in the order of the tasks.
 */
export async function mapInThreads(file, tasks, size) {
  // One queue for all: each task is handed out once
  const queue = tasks.entries();
  const results = [];

  async function work() {
    const thread = new Worker(file);
    for (const [index, task] of queue) {
      thread.postMessage(task);
      // Throws if the task fails
      [results[index]] = await once(thread, 'message');
    }
    await thread.terminate();
  }

  await Promise.all(Array.from({ length: size }, work));
  return results;
}
