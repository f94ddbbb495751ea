// Web Locks between threads: who gets a lock and when, and what gives it back.
import { channel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { locks, Worker } from 'node:worker_threads';

// When the callback runs, beside what else is queued.
const order = [];
process.nextTick(() => order.push('tick'));
Promise.resolve().then(() => order.push('microtask'));
setImmediate(() => order.push('immediate'));
locks.request('order', () => { order.push('first'); }).then(() => order.push('first released'));
order.push('synchronous');
locks.request('order', async () => { order.push('second'); }).then(() => order.push('second released'));
locks.request('order', async () => { order.push('third'); }).then(() => order.push('third released'));
await delay(20);
console.log(order);

// What a lock is, and what a request gives.
console.log(await locks.request('a', (lock) => [lock.name, lock.mode, String(lock), Object.keys(Object.getPrototypeOf(lock))]));
console.log(await locks.request('a', { ifAvailable: true, mode: 'shared' }, ({ mode }) => mode), Object.keys(locks), String(locks));
await locks.request('a', async () => { throw new RangeError('from the callback'); }).catch(({ message }) => console.log(message));
console.log(await locks.request('a', { ifAvailable: true }, (lock) => lock !== null));

// Shared and exclusive ones, in the order of their requests.
const steps = [];
const use = (name, mode) => locks.request('s', { mode }, async () => {
  steps.push(`+${name}`);
  await delay(10);
  steps.push(`-${name}`);
});
await Promise.all([use(1, 'shared'), use(2, 'shared'), use(3, 'exclusive'), use(4, 'shared'), use(5, 'shared')]);
console.log(steps.join(' '));

// A snapshot, of this thread's own.
let free;
const held = locks.request('q', () => new Promise((resolve) => (free = resolve)));
const waiting = locks.request('q', { mode: 'shared' }, () => 'then this');
const { held: [own], pending: [next] } = await locks.query();
console.log(own.name, own.mode, own.clientId === `node-${process.pid}-0`, next.name, next.mode);
console.log(await locks.request('q', { ifAvailable: true }, (lock) => lock));
free('freed');
console.log(await held, await waiting);

// Aborted, stolen.
const controller = new AbortController();
const holder = locks.request('abort', () => delay(30, 'kept'));
const aborted = locks.request('abort', { signal: controller.signal }, () => console.log('never')).catch((error) => console.log(error.name, error.code));
controller.abort();
await aborted;
console.log(await holder);
const robbed = locks.request('theft', () => new Promise(() => {})).catch((error) => console.log(error.name, error.message, error instanceof DOMException));
console.log(await locks.request('theft', { steal: true }, () => 'stolen'));
await robbed;

// Refused.
for (const args of [[], ['a'], ['a', 5], ['-a', () => {}], [Symbol('a'), () => {}], ['a', { mode: 'x' }, () => {}], ['a', { ifAvailable: true, steal: true }, () => {}], ['a', { mode: 'shared', steal: true }, () => {}], ['a', { signal: 5 }, () => {}], ['a', { signal: {} }, () => {}], ['a', { signal: AbortSignal.abort() }, () => {}], ['a', { signal: new AbortController().signal, steal: true }, () => {}]]) {
  await locks.request(...args).catch((error) => console.log(error.name, error.code, error.message));
}

// Who listens hears of every request.
for (const step of ['start', 'grant', 'miss', 'end']) channel(`locks.request.${step}`).subscribe((message) => console.log(step, message));
await locks.request('heard', () => locks.request('heard', { ifAvailable: true }, () => {}));

// Threads exclude each other: no addition is lost.
const counter = new Int32Array(new SharedArrayBuffer(4));
const worker = `
  const { locks, workerData: counter } = require('worker_threads');
  // A lock that is waited for keeps no thread alive.
  const alive = setInterval(() => {}, 1000);
  (async () => {
    for (let i = 0; i < 50; i++) await locks.request('counter', async () => {
      const value = counter[0];
      await new Promise(setImmediate);
      counter[0] = value + 1;
    });
    clearInterval(alive);
  })();
`;
await Promise.all([1, 2, 3].map(() => new Promise((resolve) => new Worker(worker, { eval: true, workerData: counter }).on('exit', resolve))));
console.log(counter[0]);

// A thread that has ended holds nothing.
const dying = new Worker(`require('worker_threads').locks.request('mortal', () => new Promise(() => {}))`, { eval: true });
await new Promise((resolve) => dying.on('exit', resolve));
console.log(await locks.request('mortal', { ifAvailable: true }, (lock) => lock?.name));

// A lock that nobody gives back: the process ends all the same.
locks.request('kept', () => new Promise(() => {}));
locks.request('kept', () => console.log('unreached'));
