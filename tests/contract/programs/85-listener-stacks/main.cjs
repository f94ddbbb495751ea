// What a stack says of the listener that it begins in.
const { spawn } = require('node:child_process');
const { EventEmitter, once } = require('node:events');
const fs = require('node:fs');
const readline = require('node:readline');
const { Readable } = require('node:stream');
const { Worker } = require('node:worker_threads');

function tell(what) {
  return function () {
    const [, first] = new Error().stack.split('\n');
    console.log(what, first.trim());
  };
}
class Greeter {
  constructor(greet) {
    greet();
  }
}
const greet = () => console.log(new Error().stack.split('\n')[2].trim());

(async () => {
  const worker = new Worker('', { eval: true }).on('online', tell('worker'));
  await once(worker, 'exit');
  const child = spawn(process.execPath, ['-e', '0']).on('exit', tell('child'));
  await once(child, 'close');
  const lines = readline.createInterface({ input: Readable.from(['a line\n']) }).on('line', tell('lines'));
  await once(lines, 'close');
  const file = fs.createReadStream(__filename).on('end', tell('file')).resume();
  await once(file, 'close');
  new EventEmitter().on('event', tell('emitter')).emit('event');
  class Own extends EventEmitter {}
  new Own().on('event', tell('own')).emit('event');
  [1].forEach(tell('array'));
  new Greeter(greet);
  (function outer() {
    (() => greet(1, 2))();
  })();
})();
