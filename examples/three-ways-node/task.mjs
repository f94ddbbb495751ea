import { setTimeout } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

export async function task() {
  await setTimeout(300); // Waits, and lets others use the thread
  if (process.send) return 'in another process'; // Only a forked process can send
  return isMainThread ? 'in this thread' : 'in another thread';
}
