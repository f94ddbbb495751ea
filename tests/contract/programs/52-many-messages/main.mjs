// After a few messages, two threads may talk by a shorter way than at first. Nothing may show of that but the speed.
import assert from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';

const start = (name, workerData, transferList = []) =>
  new Worker(new URL('./worker.mjs', import.meta.url), { argv: [name], workerData, transferList });

async function talkABit(worker) {
  for (let i = 0; i < 20; i++) {
    worker.postMessage(i);
    assert.deepStrictEqual(await once(worker, 'message'), [i]);
  }
}

async function echoValues() {
  const worker = start('echo');
  await talkABit(worker);
  const shared = { shared: true };
  const cyclic = { list: [1, , 3], map: new Map([['k', new Set([1n, -0, NaN])]]) };
  cyclic.self = cyclic;
  const buffer = Uint8Array.from({ length: 64 }, (_, i) => i).buffer;
  const values = [
    undefined,
    null,
    true,
    -1,
    2 ** 31,
    1e-9,
    -Infinity,
    'käse \u0000 \ud83e\uddc0 \ud800',
    -(2n ** 80n),
    new Date(5),
    /a+/gi,
    Object('boxed'),
    [shared, shared],
    cyclic,
    JSON.parse('{"__proto__": 1, "constructor": 2, "3": 4}'),
    Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } }),
    [new Uint16Array(buffer, 4, 6), new DataView(buffer, 1), new Float64Array(buffer)],
    new Uint8Array(100_000).fill(7),
    'x'.repeat(50_000),
  ];
  for (const value of values) {
    worker.postMessage(value);
    const [echo] = await once(worker, 'message');
    assert.deepStrictEqual(echo, structuredClone(value));
  }
  worker.postMessage(new RangeError('far', { cause: { why: 1 } }));
  const [error] = await once(worker, 'message');
  console.log(error instanceof RangeError, error.message, error.cause, typeof error.stack);
  let asked = 0;
  const asking = {
    get asked() {
      return ++asked;
    },
  };
  worker.postMessage(asking);
  console.log(await once(worker, 'message'), asked);
  for (const uncloneable of [() => 1, Symbol('s'), { deep: [new WeakMap()] }, new Proxy({}, {})]) {
    assert.throws(() => worker.postMessage(uncloneable), { name: 'DataCloneError' });
  }
  await talkABit(worker);
  console.log('all values', await worker.terminate());
}

// Small, large, shared and transferred messages take different ways, in one order.
async function keepOrder() {
  const worker = start('mixed', 3000);
  worker.postMessage('go');
  let [next, transferred, shared] = [0, 0, 0];
  worker.on('message', (message) => {
    assert.strictEqual(message.number, next++);
    if (message.bytes) transferred += message.bytes.byteLength;
    if (message.shared) shared += message.shared.byteLength;
    if (next % 3 === 0) worker.postMessage(next);
  });
  const [code] = await once(worker, 'exit');
  console.log('in order', next, transferred, shared, code);
}

async function endAtOnce() {
  for (const way of ['exit', 'throw', 'return']) {
    const worker = start('end', way);
    worker.on('error', (error) => console.log(error.message));
    const numbers = [];
    worker.on('message', (number) => numbers.push(number));
    for (let i = 0; i < 10; i++) worker.postMessage('more');
    const code = await new Promise((resolve) => worker.once('exit', resolve));
    // How many come after the error is not laid down.
    if (way === 'throw') numbers.splice(40);
    console.log(way, code, numbers.length, numbers.every((number, i) => number === i));
  }
}

// Main sleeps until the worker has posted, and takes the message without a turn of its loop.
async function receiveAtOnce() {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = start('sleepless', { flag, port: port2 }, [port2]);
  for (let hellos = 0; hellos < 5; await new Promise((resolve) => setTimeout(resolve, 1)))
    if (receiveMessageOnPort(port1)) hellos += 1;
  let missing = 0;
  for (let round = 1; round <= 200; round++) {
    Atomics.store(flag, 0, round);
    Atomics.notify(flag, 0);
    // A notification of the round before may come late.
    while (Atomics.load(flag, 0) === round) Atomics.wait(flag, 0, round);
    const received = receiveMessageOnPort(port1);
    if (received?.message.round !== round) missing += 1;
    assert.strictEqual(receiveMessageOnPort(port1), undefined);
  }
  console.log('received at once, but for', missing);
  port1.close();
  await worker.terminate();
}

// The worker sleeps right after it has posted, until the message has arrived.
async function sleepAfterPosting() {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = start('sleeper', { flag });
  let count = 0;
  worker.on('message', () => {
    count += 1;
    Atomics.store(flag, 0, count);
    Atomics.notify(flag, 0);
  });
  await once(worker, 'exit');
  console.log('woken', count);
}

async function betweenWorkers() {
  const { port1, port2 } = new MessageChannel();
  const one = start('rally', { port: port1, serve: true }, [port1]);
  const two = start('rally', { port: port2, serve: false }, [port2]);
  const last = await Promise.all([once(one, 'message'), once(two, 'message')]);
  console.log('rally', last.flat());
}

async function withProcess(serialization) {
  const child = fork(new URL('./child.mjs', import.meta.url), { serialization });
  for (let i = 0; i < 100; i++) {
    child.send({ number: i, list: [i, `${i}`] });
    const [echo] = await once(child, 'message');
    assert.deepStrictEqual(echo, { number: i, list: [i, `${i}`] });
  }
  const ended = once(child, 'exit');
  child.disconnect();
  console.log(serialization, await ended);
}

await echoValues();
await keepOrder();
await endAtOnce();
await receiveAtOnce();
await sleepAfterPosting();
await betweenWorkers();
await withProcess('json');
await withProcess('advanced');
