import path from 'node:path';
import type { WebContainer } from '@webcontainer/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutsideServer, outsideServer } from '../support/outside-server.ts';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

/** What the test page keeps: see `hosts/embedded-host.ts`. */
interface SitePage {
  host: WebContainer;
  heard: unknown[];
}

let host: EmbeddedHost;
let outside: OutsideServer;

beforeAll(async () => {
  host = await embeddedHost();
  outside = await outsideServer();

  await host.page.evaluate(async () => {
    const realm = globalThis as unknown as SitePage;
    localStorage.setItem('secret', 'of the site');
    sessionStorage.setItem('secret', 'of the site');
    document.cookie = 'secret=1';
    await caches.open('secret');
    indexedDB.open('secret');
    realm.heard = [];
    new BroadcastChannel('site').onmessage = ({ data }) => realm.heard.push(data);
    addEventListener('message', ({ data, ports }) => realm.heard.push(data, ports.length));
  });
});

afterAll(async () => {
  await Promise.all([host.dispose(), outside.close()]);
});

describe.each([
  ['the main thread', []],
  ['a worker thread', ['worker']],
])('no way leads out of %s', (_where, args) => {
  let outcomes: [name: string, outcome: string][];

  beforeAll(async () => {
    await host.mount('isolation', path.join(import.meta.dirname, 'isolation'));
    const { output } = await host.run({
      folder: 'isolation',
      args: ['attempts.cjs', outside.url, ...args],
    });
    outcomes = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [string, string]);
  });

  it('each attempt is refused or finds nothing', () => {
    expect(outcomes.length).toBeGreaterThan(50);
    expect(outcomes.filter(([, outcome]) => outcome.startsWith('REACHED'))).toEqual([]);
  });

  it.each([
    ['fetch', /fetch|NetworkError/i],
    ['WebSocket', /failed|insecure/],
    ['import() of the browser', /import|module/i],
    ['FontFace', /network/i],
  ])('the policy of the sandbox stops %s', (name, reason) => {
    expect(outcomes.find(([attempt]) => attempt === name)?.[1]).toMatch(reason);
  });

  it('nothing arrives outside', () => {
    expect(outside.arrived).toEqual([]);
  });

  it("the site's page hears nothing, and stays where it is", async () => {
    expect(await host.page.evaluate(() => (globalThis as unknown as SitePage).heard)).toEqual([]);
    expect(host.page.url()).not.toContain(outside.url);
    expect(host.page.context().pages()).toHaveLength(1);
  });
});

describe('a program that patches the language', () => {
  it.each([
    [
      'getters and setters on Object.prototype',
      "for (const name of ['type', 'event', 'get', 'set', 'value', 'id']) Object.defineProperty(Object.prototype, name, { get() { return 'x' }, set() {}, configurable: true })",
    ],
    [
      'Array.prototype',
      "for (const name of ['push', 'shift', 'map', 'forEach', 'slice']) Array.prototype[name] = () => { throw new Error('patched') }",
    ],
    ['Promise.prototype.then', "Promise.prototype.then = () => { throw new Error('patched') }"],
    [
      'Map.prototype',
      "for (const name of ['get', 'set', 'has', 'delete']) Map.prototype[name] = () => { throw new Error('patched') }",
    ],
    [
      'Function.prototype',
      "for (const name of ['call', 'apply', 'bind']) Function.prototype[name] = () => { throw new Error('patched') }",
    ],
    [
      'every global that can be deleted',
      'for (const name of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[name] } catch {} }',
    ],
  ])('can be ended, and the next one knows nothing of it: %s', async (_what, code) => {
    const outcome = await host.page.evaluate(async (text) => {
      const { host: container } = globalThis as unknown as SitePage;
      const patched = await container.spawn('node', [
        '-e',
        `console.log(); setInterval(() => {}, 1000); ${text}`,
      ]);
      await patched.output.getReader().read();
      patched.kill();
      await patched.exit;
      const next = await container.spawn('node', ['-p', '[{}, 1].map((x) => typeof x).join()']);
      let output = '';
      await next.output.pipeTo(
        new WritableStream({
          write(chunk) {
            output += chunk;
          },
        }),
      );
      return { output, exitCode: await next.exit };
    }, code);
    expect(outcome).toEqual({ output: 'object,number\n', exitCode: 0 });
  });
});

describe('what belongs to the host', () => {
  it("a program sees the page's other programs' files, and none of another page's", async () => {
    const other = await embeddedHost();
    try {
      await other.page.evaluate(() =>
        (globalThis as unknown as SitePage).host.fs.writeFile('theirs.txt', 'x'),
      );
      await host.page.evaluate(() => (globalThis as unknown as SitePage).host.fs.writeFile('ours.txt', 'x'));
      await host.mount('isolation', path.join(import.meta.dirname, 'isolation'));
      const { output } = await host.run({
        folder: 'isolation',
        args: ['-p', "require('fs').readdirSync('..').filter((name) => name.endsWith('.txt')).join()"],
      });
      expect(output).toBe('ours.txt\n');
    } finally {
      await other.dispose();
    }
  });
});
