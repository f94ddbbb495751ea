import { setTimeout } from 'node:timers/promises';
import { workerData as name } from 'node:worker_threads';

console.log(`Thread ${name} starting`);
await setTimeout(1000); // Simulate a time-consuming task (e.g., I/O)
console.log(`Thread ${name} finished`);
