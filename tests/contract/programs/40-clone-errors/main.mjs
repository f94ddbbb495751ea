import { MessageChannel, MessagePort, markAsUncloneable, markAsUntransferable, receiveMessageOnPort } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
const untransferable = new ArrayBuffer(2);
markAsUntransferable(untransferable);
const uncloneable = { x: 1 };
markAsUncloneable(uncloneable);
const detached = new ArrayBuffer(1);
port1.postMessage(null, [detached]);
const closed = new MessageChannel().port1;
closed.close();
const moved = new MessageChannel().port1;
port1.postMessage(null, [moved]);
const twice = new ArrayBuffer(2);

const attempts = {
  'a function': () => port1.postMessage(() => 1),
  'a method': () => port1.postMessage({ a() {} }),
  'a symbol': () => port1.postMessage(Symbol('x')),
  'a WeakMap': () => port1.postMessage(new WeakMap()),
  'a promise': () => port1.postMessage(Promise.resolve()),
  'nothing': () => port1.postMessage(),
  'its own port': () => port1.postMessage(null, [port1]),
  'a port that is not listed': () => port1.postMessage(port2),
  'what was marked untransferable': () => port1.postMessage(untransferable, [untransferable]),
  'what was marked uncloneable': () => port1.postMessage({ uncloneable }),
  'a buffer twice': () => port1.postMessage(twice, [twice, twice]),
  'an object in the list': () => port1.postMessage(1, [{}]),
  'a number in the list': () => port1.postMessage(1, [1]),
  'a number for a list': () => port1.postMessage(1, 5),
  'a string for a list': () => port1.postMessage(1, 'abc'),
  'options': () => port1.postMessage(1, {}),
  'options with a bad list': () => port1.postMessage(1, { transfer: 5 }),
  'null for a list': () => port1.postMessage(1, null),
  'a closed port': () => port1.postMessage(1, [closed]),
  'a moved port': () => port1.postMessage(1, [moved]),
  'from a moved port': () => moved.postMessage(1),
  'a detached buffer, transferred': () => port1.postMessage(detached, [detached]),
  'a detached buffer': () => port1.postMessage(detached),
  'receiving from an object': () => receiveMessageOnPort({}),
  'constructing a port': () => new MessagePort(),
  'structuredClone of a function': () => structuredClone(() => 1),
  'structuredClone': () => structuredClone(new Map([[1, { a: new Date(0) }]])),
};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    console.log(name, attempt());
  } catch (error) {
    console.log(name, '!', error.constructor.name, error.name, error.code, error.message);
  }
}
