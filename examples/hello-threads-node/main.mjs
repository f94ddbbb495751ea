import { isMainThread, threadId, Worker } from 'node:worker_threads';

if (isMainThread) {
  console.log('Hello from the main thread');
  for (let i = 0; i < 3; i++) new Worker(new URL(import.meta.url));
} else {
  console.log(`Hello from thread ${threadId}`);
}
