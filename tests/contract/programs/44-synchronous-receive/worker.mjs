import { MessageChannel, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

const { turn, port } = workerData;
Atomics.wait(turn, 0, 0);
const received = [receiveMessageOnPort(parentPort), receiveMessageOnPort(parentPort), receiveMessageOnPort(parentPort)];
const { port1, port2 } = new MessageChannel();
port1.postMessage('through a port that came in a message');
port.postMessage(
  { received, zero: -0, big: 10n, date: new Date(5), pattern: /a/g, map: new Map([[{}, new Set([1])]]), bytes: new Uint8Array([1, 2, 3]), nothing: undefined, holes: [1, , 3], error: new RangeError('far'), port: port2 },
  [port2],
);
const cyclic = { name: 'cyclic' };
cyclic.self = cyclic;
port.postMessage(cyclic);
Atomics.store(turn, 1, 1);
Atomics.notify(turn, 1);
setTimeout(() => {}, 50);
