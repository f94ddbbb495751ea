import { setTimeout } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

export async function task() {
  await setTimeout(300); // Waits, and lets others use the thread
  // Only a forked process can send
  if (process.send) return 'in another process';
  return isMainThread ? 'in this thread' : 'in another thread';
}
