import { workerData } from 'node:worker_threads';

const { paint, coats } = workerData;

paint.color = 'blue';
Atomics.add(coats, 0, 1);
console.log(`The thread painted it and sees: ${paint.color}`);
