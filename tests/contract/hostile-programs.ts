const forever = "console.log('ready'); for (;;);";

/**
 * Programs in CommonJS that do their worst to the host, each with what it is. Each prints "ready" when it is at its worst, or
 * after that.
 */
export const hostilePrograms: readonly (readonly [what: string, code: string])[] = [
  ['an endless loop', forever],
  ['an endless loop in a worker', worker(forever)],
  ['an endless loop in a worker of a worker', worker(worker(forever))],
  ['an endless loop in a child', child(forever)],
  [
    'an endless loop in a grandchild, whose parents loop too',
    `${child(`${child(forever)}; for (;;);`)}; for (;;);`,
  ],
  [
    'an endless loop behind execSync',
    `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(forever)}], { stdio: 'inherit' })`,
  ],
  ['microtasks without end', "console.log('ready'); (function again() { Promise.resolve().then(again) })()"],
  ['ticks without end', "console.log('ready'); (function again() { process.nextTick(again) })()"],
  ['immediates without end', "console.log('ready'); (function again() { setImmediate(again) })()"],
  [
    'timers without end',
    "console.log('ready'); (function again() { setTimeout(again); setTimeout(again) })()",
  ],
  [
    'a fork bomb',
    "const { fork } = require('child_process'); const fs = require('fs'); fs.writeFileSync('/tmp/bomb.js', `const { fork } = require('child_process'); setInterval(() => fork(__filename).on('error', () => console.log('ready')))`); require('/tmp/bomb.js')",
  ],
  [
    'a bomb of workers',
    `const { Worker } = require('worker_threads'); const code = "const { Worker, workerData } = require('worker_threads'); setInterval(() => new Worker(workerData, { eval: true, workerData }).on('error', () => console.log('ready')))"; new Worker(code, { eval: true, workerData: code })`,
  ],
  [
    'workers made in a loop that never returns',
    "console.log('ready'); const { Worker } = require('worker_threads'); for (;;) new Worker('setInterval(() => {}, 1000)', { eval: true })",
  ],
  [
    'a storm of starts and terminations',
    "const { Worker } = require('worker_threads'); let n = 0; async function storm() { for (;;) { const w = new Worker('for (;;);', { eval: true }); w.once('online', () => w.terminate()); await new Promise((resolve) => w.once('exit', resolve)); if (++n === 6) console.log('ready') } } storm(); storm(); storm()",
  ],
  [
    'a storm of children that exit',
    "const { spawnSync } = require('child_process'); for (let n = 0; ; n++) { spawnSync(process.execPath, ['-e', 'process.exit(3)']); if (n === 3) console.log('ready') }",
  ],
  ['lines without end', "for (;;) console.log('ready')"],
  ['output without end and without a newline', "for (;;) process.stdout.write('ready')"],
  [
    'large pieces of output without end',
    "const text = 'ready' + 'x'.repeat(1e6); for (;;) process.stdout.write(text)",
  ],
  ['errors without end', "for (;;) console.error('ready')"],
  ['output and errors in turn without end', "for (;;) { console.log('ready'); console.error('ready') }"],
  [
    'output of four workers without end',
    `for (let i = 0; i < 4; i++) ${worker("for (;;) console.log('ready')")}`,
  ],
  [
    'a wait without end',
    "console.log('ready'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  ],
  [
    'a worker that waits without end',
    worker("console.log('ready'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"),
  ],
  ['a read that nobody answers', "console.log('ready'); require('fs').readSync(0, Buffer.alloc(1))"],
  [
    'handlers that ignore every signal',
    "for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {}); setInterval(() => {}, 1000); console.log('ready')",
  ],
  [
    'a handler of SIGTERM that never returns',
    "process.on('SIGTERM', () => { for (;;); }); setInterval(() => {}, 1000); console.log('ready')",
  ],
  [
    'a handler of SIGTERM that forks on',
    "process.on('SIGTERM', () => setInterval(() => require('child_process').spawn(process.execPath, ['-e', 'for (;;);']))); setInterval(() => {}, 1000); console.log('ready')",
  ],
  [
    'messages without end to a worker that reads them',
    `const w = ${worker("require('worker_threads').parentPort.on('message', () => {})")}; w.once('online', () => { console.log('ready'); for (;;) w.postMessage({ n: 1 }) })`,
  ],
  [
    'messages without end to a worker that never reads',
    `const w = ${worker("require('worker_threads').parentPort.on('message', () => {}); setTimeout(() => { for (;;); }, 100)")}; w.once('online', () => { console.log('ready'); for (;;) w.postMessage({ n: 1 }) })`,
  ],
  [
    'messages without end to a port that nobody starts',
    `const { port1, port2 } = new MessageChannel(); const w = ${worker('setInterval(() => {}, 1000)')}; w.postMessage(port2, [port2]); console.log('ready'); for (;;) port1.postMessage({ n: 1 })`,
  ],
  [
    'large messages without end to a worker that never reads',
    `const w = ${worker("require('worker_threads').parentPort.on('message', () => {}); setTimeout(() => { for (;;); }, 100)")}; const bytes = new Uint8Array(1e8); w.once('online', () => { console.log('ready'); for (;;) w.postMessage(bytes) })`,
  ],
  [
    'large messages without end to a port that nobody starts',
    `const { port1, port2 } = new MessageChannel(); const w = ${worker('setInterval(() => {}, 1000)')}; w.postMessage(port2, [port2]); console.log('ready'); const text = 'x'.repeat(1e7); for (;;) port1.postMessage([text])`,
  ],
  [
    'messages without end to a child',
    "const { fork } = require('child_process'); require('fs').writeFileSync('/tmp/child.js', 'process.on(`message`, () => {})'); const c = fork('/tmp/child.js'); console.log('ready'); for (;;) c.send({ n: 1 })",
  ],
  [
    'a BroadcastChannel without end',
    `const channel = new BroadcastChannel('x'); ${worker("new BroadcastChannel('x').onmessage = () => {}")}.once('online', () => { console.log('ready'); for (;;) channel.postMessage(1) })`,
  ],
  [
    'system calls without end',
    "console.log('ready'); const fs = require('fs'); for (;;) fs.existsSync('/tmp')",
  ],
  [
    'asynchronous system calls without end',
    "console.log('ready'); const fs = require('fs'); for (;;) fs.stat('/tmp', () => {})",
  ],
  [
    'exits everywhere',
    `console.log('ready'); for (const event of ['exit', 'beforeExit']) process.on(event, () => process.exit(9)); process.on('SIGTERM', () => process.exit(8)); for (let i = 0; i < 5; i++) ${worker('process.exit(7)')}.on('exit', () => {}); setInterval(() => {}, 1000)`,
  ],
];

function worker(code: string): string {
  return `new (require('worker_threads').Worker)(${JSON.stringify(code)}, { eval: true })`;
}

function child(code: string): string {
  return `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { stdio: 'inherit' })`;
}
