import { MessageChannel } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
port2.on('message', (message) => {
  console.log('message', message);
  Promise.resolve().then(() => console.log('microtask', message));
  process.nextTick(() => console.log('tick', message));
  // What has arrived already is still handed out.
  if (message === 3) port2.close();
});
for (const message of [1, 2, 3, 4]) port1.postMessage(message);

process.on('uncaughtException', (error) => console.log('uncaught', error.message));
setTimeout(() => {
  const { port1: sender, port2: receiver } = new MessageChannel();
  receiver.on('message', () => {
    throw new Error('of the first listener');
  });
  receiver.on('message', async () => {
    console.log('second listener');
    throw new Error('of the second listener');
  });
  sender.postMessage(1);
  setTimeout(() => sender.close(), 10);
}, 20);
