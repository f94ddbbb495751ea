import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hostilePrograms } from './hostile-programs.ts';
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

describe('a hostile program leaves the page in peace, ends at kill(), and leaves nothing behind', () => {
  it.each(hostilePrograms)('%s', async (_what, code) => {
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
