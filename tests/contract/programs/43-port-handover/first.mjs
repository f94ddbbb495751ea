import { parentPort } from 'node:worker_threads';

parentPort.once('message', (port) => {
  let count = 0;
  port.on('message', (message) => {
    port.postMessage(`first read ${message}`);
    if (++count === 3) parentPort.postMessage(port, [port]);
  });
});
setInterval(() => {}, 1000);
