import { MessageChannel } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
const listener = (message) => console.log('on', message);
console.log(port2.hasRef(), port2.on('message', listener) === port2, port2.hasRef(), port2.listenerCount('message'));
port2.on('message', listener);
port2.addEventListener('message', (event) => console.log('event', event.data, event.target === port2, event.type, event.constructor.name));
port2.onmessage = (event) => console.log('handler', event.data);
port2.once('message', (message) => console.log('once', message));
port1.postMessage('one');
port1.postMessage('two');
setTimeout(() => {
  port2.off('message', listener);
  port1.postMessage('three');
  setTimeout(() => {
    port2.onmessage = null;
    port1.postMessage('four');
    setTimeout(() => port1.close(() => console.log('callback of close')), 5);
  }, 5);
}, 5);
port1.on('close', () => console.log('close 1'));
port2.on('close', () => console.log('close 2'));
port2.addEventListener('close', (event) => console.log('close event', event.type));
