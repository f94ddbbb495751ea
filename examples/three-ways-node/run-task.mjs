import { parentPort } from 'node:worker_threads';
import { task } from './task.mjs';

const place = await task();

// A Worker answers through its port,
// a child process through its channel
if (parentPort) parentPort.postMessage(place);
else process.send(place);
