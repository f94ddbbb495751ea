import { parentPort } from 'node:worker_threads';

const all = [];
parentPort.once('message', (port) => {
  port.on('message', (message) => {
    all.push(message);
    if (message !== 'end') return;
    parentPort.postMessage(all);
    port.close();
  });
});
