import { Worker } from 'node:worker_threads';

const describe = (value) => (value instanceof Error ? [value.name, value.message, value.code, value.cause, value.extra] : value);

async function run(code, options) {
  const worker = new Worker(code, { eval: true, ...options });
  const events = [];
  let online = 0;
  // Node promises no order between this event and the first message.
  worker.on('online', () => online++);
  for (const event of ['message', 'messageerror', 'error', 'exit']) worker.on(event, (value) => events.push([event, describe(value)]));
  await new Promise((resolve) => worker.on('exit', resolve));
  console.log(code, online, JSON.stringify(events), worker.threadId, worker.threadName);
}

const post = 'const { parentPort, workerData, threadName } = require("worker_threads"); ';
await run(`${post} parentPort.postMessage(1); process.exit(3)`);
await run(`${post} parentPort.postMessage(1); throw new TypeError("x", { cause: "y" })`);
await run('class Mine extends RangeError { extra = { a: 1 }; method = () => 1; get name() { return "Mine" } } throw new Mine("m")');
await run('Promise.reject(new Error("rejected"))');
await run('Promise.reject(5)');
await run('throw null');
await run('throw undefined');
await run('throw "text"');
await run('throw Symbol("s")');
await run('throw () => 1');
await run('throw { a: [1] }');
await run('x x');
await run('process.on("exit", () => { process.exitCode = 9 })');
await run('process.exitCode = 4; throw new Error("z")');
await run(`${post} process.on("uncaughtException", (error) => parentPort.postMessage("caught " + error.message)); setTimeout(() => { throw new Error("q") })`);
await run(`${post} process.on("beforeExit", () => parentPort.postMessage("beforeExit"))`);
await run(`${post} parentPort.postMessage([process.argv.slice(1), threadName, process.env.Z, workerData, process.execArgv])`, {
  argv: ['a', 1],
  name: ' name ',
  env: { Z: 5 },
  workerData: [1, { b: 'c' }],
});
await run(`${post} setInterval(() => {}, 1000); parentPort.on("message", () => {}); process.exit()`);
await run(`${post} parentPort.postMessage(new (class Foo { x = 1 })())`);
await run(`${post} for (let i = 0; i < 3; i++) parentPort.postMessage(i)`);
await run(`${post} parentPort.on("message", () => {}); parentPort.close()`);
await run(`${post} try { parentPort.postMessage(() => {}) } catch (e) { parentPort.postMessage([e.name, e.message, e.code]) }`);
await run(`${post} try { process.chdir("/") } catch (e) { parentPort.postMessage([e.name, e.message, e.code]) }`);
await run(`${post} try { process.abort() } catch (e) { parentPort.postMessage([e.name, e.message, e.code]) }`);

const hot = new Worker('for (;;);', { eval: true });
await new Promise((resolve) => hot.on('online', resolve));
console.log(await hot.terminate(), hot.threadId, await hot.terminate(), hot.postMessage(1), hot.resourceLimits);
const fromData = new Worker(new URL('data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.postMessage(process.argv.length)'));
fromData.on('message', (message) => console.log('data: URL', message));
await new Promise((resolve) => fromData.on('exit', resolve));
