import { threadId } from 'node:worker_threads';

let sum = 0;
for (let i = 0; i < 20_000_000; i++) sum += (i * i) % 7;

console.log(
  `Thread ${threadId} of process ${process.pid} computed ${sum}`,
);
