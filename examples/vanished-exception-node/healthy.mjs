import { parentPort } from 'node:worker_threads';

// One question, one answer; then nothing keeps this thread alive
parentPort.once('message', () => parentPort.postMessage('I am.'));
