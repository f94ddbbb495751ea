import { MessageChannel, Worker } from 'node:worker_threads';

// The far end goes to one worker, which reads a few messages and sends it on, and then to another, which reads the rest.
const first = new Worker(new URL('./first.mjs', import.meta.url));
const second = new Worker(new URL('./second.mjs', import.meta.url));
const { port1, port2 } = new MessageChannel();
port1.postMessage('before the transfer');
first.postMessage(port2, [port2]);
for (let i = 0; i < 20; i++) port1.postMessage(i);
first.on('message', (port) => {
  second.postMessage(port, [port]);
  for (let i = 20; i < 25; i++) port1.postMessage(i);
  port1.postMessage('end');
});

const echoes = [];
port1.on('message', (message) => echoes.push(message));
port1.on('close', async () => {
  console.log('closed', echoes);
  console.log('first', await first.terminate());
});
second.on('message', (all) => {
  console.log(all.length, 'messages, in order:', all.every((message, i) => i === 0 || all[i - 1] < message || message === 'end'));
});
