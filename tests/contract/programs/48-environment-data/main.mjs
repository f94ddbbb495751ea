import { BroadcastChannel, setEnvironmentData, Worker } from 'node:worker_threads';

setEnvironmentData('key', new Map([[1, 2]]));
const channel = new BroadcastChannel('name');
const other = new BroadcastChannel('name');
other.addEventListener('message', (event) => {
  console.log('other', event.data);
  other.close();
});
const worker = new Worker(new URL('./worker.mjs', import.meta.url));
const exited = new Promise((resolve) => worker.on('exit', resolve));
await new Promise((resolve) => worker.once('message', resolve));
channel.postMessage(1);
await new Promise((resolve) => {
  channel.onmessage = (event) => {
    console.log('channel', event.data, event.target === channel, channel);
    channel.close();
    resolve();
  };
});
console.log(channel);
console.log('exit', await exited);
