import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

const turn = new Int32Array(new SharedArrayBuffer(8));
const { port1, port2 } = new MessageChannel();
const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { turn, port: port2 }, transferList: [port2] });
worker.postMessage({ first: 1 });
worker.postMessage([2, new Map([[1, 2]])]);
Atomics.store(turn, 0, 1);
Atomics.notify(turn, 0);
Atomics.wait(turn, 1, 0, 10_000);

// Nothing has turned the event loop since the worker was made.
const { message } = receiveMessageOnPort(port1);
const { port, error, ...rest } = message;
console.log(rest, error instanceof RangeError, error.message, receiveMessageOnPort(port));
port.close();
const cyclic = receiveMessageOnPort(port1).message;
console.log(cyclic, cyclic.self === cyclic, receiveMessageOnPort(port1));
port1.close();
worker.on('exit', (code) => console.log('exit', code));
