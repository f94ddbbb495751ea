import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const paint = { color: 'red' }; // An ordinary object
// Memory that threads can share
const coats = new Int32Array(new SharedArrayBuffer(4));
const look = () => `color is ${paint.color}, coats: ${coats[0]}`;

console.log(`At first, ${look()}`);

const thread = new Worker(new URL('./thread.mjs', import.meta.url), {
  workerData: { paint, coats },
});
await once(thread, 'exit');
// It painted its own copy, and counted in ours
console.log(`After the thread, ${look()}`);

const child = fork(new URL('./process.mjs', import.meta.url));
child.send(paint);
await once(child, 'exit');
// A copy again; memory cannot be sent at all
console.log(`After the process, ${look()}`);
