// What Node's event targets do beyond the standard of the web: they count their listeners, and errors wait.
import {
  EventEmitter,
  getEventListeners,
  getMaxListeners,
  listenerCount,
  once,
  setMaxListeners,
} from 'node:events';
import { inspect } from 'node:util';

process.on('warning', ({ name, message, target, type, count }) =>
  console.log(name, message, target?.constructor.name, type, count),
);
process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message ?? error, origin));

const target = new EventTarget();
const listener = () => {};
const count = (type) => getEventListeners(target, type).length;
target.addEventListener('a', listener);
target.addEventListener('a', listener);
target.addEventListener('a', listener, true);
target.addEventListener('a', listener, { once: true });
console.log(getEventListeners(target, 'a'), listenerCount(target, 'a'));
target.removeEventListener('a', listener);
target.removeEventListener('a', listener, { capture: true });
target.addEventListener('b', listener, { once: true });
target.dispatchEvent(new Event('b'));
const controller = new AbortController();
target.addEventListener('c', listener, { signal: controller.signal });
console.log(count('a'), count('b'), count('c'));
controller.abort();
target.addEventListener('c', listener, { signal: controller.signal });
console.log(count('c'));
const waiting = once(target, 'w');
console.log(count('w'));
target.dispatchEvent(new Event('w'));
await waiting;
console.log(count('w'));

function attempt(method, ...args) {
  try {
    console.log(method, target[method](...args));
  } catch ({ name, code, message }) {
    console.log(method, name, code, message);
  }
}
for (const args of [[], ['x'], ['x', 5], ['x', null], ['x', undefined], ['x', 'text'], ['x', {}]]) {
  attempt('addEventListener', ...args);
  attempt('removeEventListener', ...args);
}
for (const args of [[], ['x'], [null], [{}]]) attempt('dispatchEvent', ...args);
const again = new Event('again');
target.addEventListener('again', () => attempt('dispatchEvent', again));
target.dispatchEvent(again);

// Errors and rejections are thrown when the dispatch is over.
target.addEventListener('fails', () => {
  throw new Error('first');
});
target.addEventListener('fails', () => {
  process.nextTick(() => console.log('tick'));
  throw 'second';
});
target.addEventListener('fails', { handleEvent: async () => Promise.reject(new Error('third')) });
console.log(target.dispatchEvent(new Event('fails')));
console.log('after the dispatch');
await new Promise(setImmediate);

const { signal } = new AbortController();
for (let i = 0; i < 12; i++) signal.addEventListener('abort', () => i);
console.log(getMaxListeners(signal), getMaxListeners(new EventTarget()));
setMaxListeners(2, signal);
signal.addEventListener('abort', () => {});
const many = new EventTarget();
for (let i = 0; i < 12; i++) many.addEventListener('many', () => i);
setMaxListeners(0, many);
EventEmitter.defaultMaxListeners = 3;
console.log(getMaxListeners(many), getMaxListeners(new EventTarget()));
await new Promise(setImmediate);

// What they and other classes of the web look like where they are too deep to be shown, and where not.
const shown = [
  new URL('http://a'),
  new AbortController(),
  signal,
  new Blob(['a']),
  new File(['a'], 'n', { lastModified: 1 }),
];
shown.push(
  new EventTarget(),
  new TextDecoder(),
  new TextEncoder(),
  new URLSearchParams('a=1'),
  new URLSearchParams(),
);
shown.push(
  new Intl.Collator(),
  Temporal.PlainDate.from('2024-01-01'),
  new (class Mine extends Intl.NumberFormat {})('en'),
);
for (const value of shown)
  console.log(inspect(value, { depth: -1 }), inspect({ value }, { depth: 0 }), [value]);
console.log(
  inspect(new Event('x'), { depth: -1 }),
  new Headers({ a: 'b' }),
  String(globalThis),
  typeof PerformanceObserver,
);
