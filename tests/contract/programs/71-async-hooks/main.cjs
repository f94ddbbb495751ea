// Hooks into the life of timers, immediates, ticks, files, ports and workers, by type and order; ids are counted from the first.
const { AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('node:async_hooks');
const { MessageChannel, Worker } = require('node:worker_threads');

const types = ['Timeout', 'Immediate', 'MINE', 'MESSAGEPORT', 'WORKER'];
const known = new Map();
const log = [];
const name = (id) => known.get(id);
const hook = createHook({
  init(id, type, trigger, resource) {
    if (!types.includes(type)) return;
    known.set(id, `${type}${[...known.values()].filter((one) => one.startsWith(type)).length + 1}`);
    log.push(`init ${name(id)} by ${name(trigger) ?? trigger} in ${name(executionAsyncId()) ?? executionAsyncId()} ${typeof resource}`);
  },
  before(id) { if (name(id)) log.push(`before ${name(id)}`); },
  after(id) { if (name(id)) log.push(`after ${name(id)}`); },
  destroy(id) { if (/Timeout|Immediate|MINE/.test(name(id))) log.push(`destroy ${name(id)}`); },
});
const here = () => `${name(executionAsyncId()) ?? executionAsyncId()} by ${name(triggerAsyncId()) ?? triggerAsyncId()}`;

console.log(hook.enable() === hook, executionAsyncId(), triggerAsyncId());
const timer = setTimeout(() => {
  log.push(`in timeout: ${here()} ${executionAsyncResource() === timer}`);
  setImmediate(() => log.push(`in immediate: ${here()}`));
}, 1);
clearTimeout(setTimeout(() => {}, 1000));
const mine = new AsyncResource('MINE');
mine.runInAsyncScope(() => {
  log.push(`in mine: ${here()} ${executionAsyncId() === mine.asyncId()} ${executionAsyncResource() === mine}`);
  setImmediate(() => log.push(`made in mine: ${here()}`));
});
mine.emitDestroy();
process.nextTick(() => log.push(`in a tick: ${executionAsyncId() > 1} ${triggerAsyncId()}`));
let read;
require('node:fs').readFile(__filename, () => (read = `read: ${executionAsyncId() > 1} ${triggerAsyncId()}`));

setTimeout(() => {
  console.log(log.splice(0).join('\n'), read);
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (message) => { log.push(`${message}: ${here()}`); port1.close(); });
  port2.postMessage('message');
  new Worker('', { eval: true }).on('exit', () => {
    setTimeout(() => {
      hook.disable();
      setTimeout(() => {}, 1);
      const shown = log.filter((line) => !/MESSAGEPORT[3-9]|Timeout/.test(line));
      console.log(shown.filter((line) => !line.includes('WORKER')).join('\n'));
      console.log(shown.filter((line) => line.startsWith('init WORKER')).join('\n'));
    }, 20);
  });
}, 100);

for (const wrong of [() => createHook({ init: 5 }), () => createHook({ before: 'x' })]) {
  try { wrong(); } catch ({ name: kind, code, message }) { console.log(kind, code, message); }
}
