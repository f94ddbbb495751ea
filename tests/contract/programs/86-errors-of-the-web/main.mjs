import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';

const own = (stack) =>
  stack
    .split('\n')
    .filter((line) => !line.includes('node:') && !line.includes('[worker eval]-'))
    .join('\n');
// Firefox's errors have these three besides, and those of its prototypes in another order.
const engines = ['fileName', 'lineNumber', 'columnNumber'];
const keys = (error) =>
  Reflect.ownKeys(error)
    .map(String)
    .filter((key) => !engines.includes(key))
    .sort();
const { port1 } = new MessageChannel();

for (const attempt of [
  function clone() {
    structuredClone(() => {});
  },
  function post() {
    port1.postMessage({ method() {} });
  },
  () => {
    throw new DOMException('mine', 'AbortError');
  },
  () => AbortSignal.abort().throwIfAborted(),
]) {
  try {
    attempt();
  } catch (error) {
    const { name, message, code } = error;
    const isDomException = error instanceof DOMException && error.constructor === DOMException;
    console.log(name, message, code, isDomException, keys(error));
    console.log(own(error.stack));
  }
}
class Mine extends DOMException {}
console.log(new Mine('m') instanceof Mine, new Mine('m').name, DOMException.ABORT_ERR, DOMException.name);

for (const code of [
  'require("worker_threads").parentPort.postMessage(() => {})',
  'setTimeout(() => require("worker_threads").parentPort.postMessage(Symbol("s")))',
  'setTimeout(() => { throw new AggregateError([new Error("one")], "all") })',
  'setTimeout(() => { throw Object.assign(new RangeError("far"), { cause: new SyntaxError("why") }) })',
  'setTimeout(() => { throw new RangeError("far", { cause: 5 }) })',
]) {
  const [error] = await once(new Worker(code, { eval: true }), 'error');
  const { name, message, constructor } = error;
  console.log(name, message, constructor.name, keys(error), Object.keys(error));
  console.log(own(error.stack));
  if (error.errors) console.log(error.errors.map(String));
  if (error.cause) console.log(String(error.cause));
}
