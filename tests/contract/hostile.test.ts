import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

/** What the test page keeps: see `hosts/embedded-host.ts`. */
interface HostilePage {
  host: WebContainer;
  child: WebContainerProcess;
  output: string;
  clicks: number;
}

/** The kernel's own Worker and the three that stand ready. */
const WORKERS_AT_REST = 4;

let host: EmbeddedHost;

beforeAll(async () => {
  host = await embeddedHost();
  await host.page.evaluate(() => {
    const realm = globalThis as unknown as HostilePage;
    realm.clicks = 0;
    addEventListener('click', () => (realm.clicks += 1));
  });
});

// Nothing of a test that failed may fail the next one.
afterEach(() => host.page.evaluate(() => (globalThis as unknown as HostilePage).child.kill()));

afterAll(() => host.dispose());

const worker = (code: string): string =>
  `new (require('worker_threads').Worker)(${JSON.stringify(code)}, { eval: true })`;
const child = (code: string): string =>
  `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { stdio: 'inherit' })`;
const forever = "console.log('ready'); for (;;);";

/** Each prints "ready" when it is at its worst, or after that. */
const hostile: readonly (readonly [what: string, code: string])[] = [
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

describe('a hostile program leaves the page in peace, ends at kill(), and leaves nothing behind', () => {
  it.each(hostile)('%s', async (_what, code) => {
    const { page } = host;
    await page.evaluate(start, code);
    await page.waitForFunction(() => (globalThis as unknown as HostilePage).output.includes('ready'));

    const clicksBefore = await page.evaluate(() => (globalThis as unknown as HostilePage).clicks);
    await page.mouse.click(5, 5);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect(await page.evaluate(() => (globalThis as unknown as HostilePage).clicks)).toBe(clicksBefore + 1);

    const exitCode = await page.evaluate(() => {
      const { child: running } = globalThis as unknown as HostilePage;
      running.kill();
      return running.exit;
    });
    expect(exitCode).not.toBe(0);
    await expectNothingLeft();
  });
});

describe('a limit is met as on Node', () => {
  it.each([
    ['deep recursion', '(function deeper() { deeper() })()', 'RangeError: Maximum call stack size exceeded'],
    ['an array without end', 'const all = []; all.length = 2 ** 32', 'Invalid array length'],
    ['a string without end', "let text = 'x'; for (;;) text += text", 'RangeError: Invalid string length'],
    ['an enormous ArrayBuffer', 'new ArrayBuffer(2 ** 50)', 'RangeError: '],
    [
      'SharedArrayBuffers without end',
      'const all = []; for (;;) all.push(new SharedArrayBuffer(2 ** 30))',
      'RangeError: Array buffer allocation failed',
    ],
    [
      'a file without end',
      "const fs = require('fs'); const text = Buffer.alloc(2 ** 20); for (;;) fs.appendFileSync('full', text)",
      'Error: ENOSPC: no space left on device, write',
    ],
    [
      'files without end',
      "const fs = require('fs'); const text = Buffer.alloc(2 ** 20); for (let n = 0; ; n++) fs.writeFileSync('full-' + n, text)",
      'ENOSPC: no space left on device',
    ],
    [
      'descriptors without end',
      "const fs = require('fs'); for (;;) fs.openSync('/dev/null')",
      "Error: EMFILE: too many open files, open '/dev/null'",
    ],
    [
      'processes without end',
      "const { spawn } = require('child_process'); let n = 0; (function more() { spawn('sleep', ['100']).on('error', (error) => { throw error }); if (++n < 100) setImmediate(more) })()",
      'Error: spawn sleep EAGAIN',
    ],
    [
      'threads without end',
      "const { Worker } = require('worker_threads'); for (let n = 0; n < 100; n++) new Worker('setInterval(() => {}, 1000)', { eval: true })",
      'Error [ERR_WORKER_INIT_FAILED]: Worker initialization failure: EAGAIN',
    ],
  ])('%s', async (_what, code, message) => {
    const { page } = host;
    await page.evaluate(start, code);
    expect(await page.evaluate(() => (globalThis as unknown as HostilePage).child.exit)).toBe(1);
    await page.waitForFunction(
      (text) => (globalThis as unknown as HostilePage).output.includes(text),
      message,
    );
    // Children outlive their parent; files stay until they are removed.
    await page.evaluate(() => (globalThis as unknown as HostilePage).child.kill());
    await page.evaluate(
      start,
      "const fs = require('fs'); for (const name of fs.readdirSync('.')) if (name.startsWith('full')) fs.rmSync(name)",
    );
    await page.evaluate(() => (globalThis as unknown as HostilePage).child.exit);
    await expectNothingLeft();
  });
});

describe('the Workers of programs that are gone', () => {
  // Chromium lets a loop run on for up to two seconds after its Worker was ended.
  it('are ended, and as many stand ready as before the first run', async () => {
    await expect.poll(() => host.page.workers().length, { timeout: 20_000 }).toBe(WORKERS_AT_REST);
  });
});

describe('kill()', () => {
  it('lets a handler of SIGTERM say its last words', async () => {
    const { page } = host;
    await page.evaluate(
      start,
      "process.on('SIGTERM', () => { console.log('goodbye'); process.exit(5) }); setInterval(() => {}, 1000); console.log('ready')",
    );
    await page.waitForFunction(() => (globalThis as unknown as HostilePage).output.includes('ready'));
    const exitCode = await page.evaluate(() => {
      const { child: running } = globalThis as unknown as HostilePage;
      running.kill();
      return running.exit;
    });
    expect(exitCode).toBe(5);
    expect(await page.evaluate(() => (globalThis as unknown as HostilePage).output)).toContain('goodbye');
  });
});

/** Runs in the page. */
async function start(code: string): Promise<void> {
  const realm = globalThis as unknown as HostilePage;
  realm.output = '';
  realm.child = await realm.host.spawn('node', ['-e', code], { env: { NO_COLOR: '1' } });
  void realm.child.output.pipeTo(
    new WritableStream({
      write(text) {
        if (realm.output.length < 100_000) realm.output += text;
      },
    }),
  );
}

/** Soon `ps` lists itself alone, and a program runs. */
async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => outputOf('ps', []), { timeout: 10_000 }).toMatch(/^.*COMMAND\n.* 1 ps\n$/);
  expect(await outputOf('node', ['-p', '1 + 1'])).toBe('2\n');
}

function outputOf(command: string, args: string[]): Promise<string> {
  return host.page.evaluate(
    async ([name, rest]) => {
      const program = await (globalThis as unknown as HostilePage).host.spawn(name, rest);
      let text = '';
      await program.output.pipeTo(
        new WritableStream({
          write(chunk) {
            text += chunk;
          },
        }),
      );
      return text;
    },
    [command, args] as const satisfies [string, string[]],
  );
}
