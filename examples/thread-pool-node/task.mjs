import { setTimeout } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

parentPort.on('message', async (name) => {
  console.log(`Task ${name} starting`);
  await setTimeout(500); // Simulate I/O
  console.log(`Task ${name} finished`);
  parentPort.postMessage(name * name);
});
