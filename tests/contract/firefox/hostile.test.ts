import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostilePrograms } from '../hostile-programs.ts';
import { hostUnderTest, skipReason } from '../hosts/host-under-test.ts';
import type { Host } from '../hosts/host.ts';

/** How long each may do its worst. It is ended then, as Stop ends it. */
const RAGE_MS = 2000;
/** What `ps` prints when nothing runs but who asked for it. */
const NOTHING_LEFT = /^ *PID.*\n(?: *\d.* (?:node -p .*|\/bin\/sh -c ps|ps)\n){3}$/;

let host: Host;
let empty: string;

beforeAll(async () => {
  empty = mkdtempSync(path.join(os.tmpdir(), 'interleave-empty-'));
  host = await hostUnderTest();
  await host.mount('empty', empty);
  await host.mount('isolation', path.join(import.meta.dirname, '../isolation'));
});

afterAll(async () => {
  await host.dispose();
  rmSync(empty, { recursive: true });
});

describe.skipIf(skipReason)('a hostile program can be ended, and leaves nothing behind', () => {
  // What waits for input ends here: a run says at once that there is none.
  const endless = hostilePrograms.filter(([what]) => what !== 'a read that nobody answers');
  it.each(endless)('%s', async (_what, code) => {
    const { exitCode } = await host.run({ folder: 'empty', args: ['-e', code], limitMs: RAGE_MS });
    expect(exitCode).not.toBe(0);
    await expect
      .poll(() => nodePrints("require('child_process').execSync('ps').toString().trimEnd()"), {
        timeout: 20_000,
      })
      .toMatch(NOTHING_LEFT);
  });
});

describe.skipIf(skipReason).each([
  ['the main thread', []],
  ['a worker thread', ['worker']],
])('no way leads out of %s', (_where, args) => {
  it('each attempt is refused or finds nothing, and nothing arrives outside', async () => {
    const outside = await listen();
    const { output } = await host.run({
      folder: 'isolation',
      args: ['attempts.cjs', outside.url, ...args],
    });
    const outcomes = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [string, string]);
    expect(outcomes.length).toBeGreaterThan(50);
    expect(outcomes.filter(([, outcome]) => outcome.startsWith('REACHED'))).toEqual([]);
    expect(outside.arrived).toEqual([]);
    outside.server.close();
  });
});

async function nodePrints(expression: string): Promise<string> {
  const { output } = await host.run({ folder: 'empty', args: ['-p', expression] });
  return output;
}

/** A server that anybody may talk to: whatever does not arrive was stopped in the sandbox. */
async function listen(): Promise<{ server: Server; url: string; arrived: string[] }> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Type': 'text/javascript',
    });
    response.end('export default 1');
  });
  server.on('upgrade', (request) => arrived.push(`upgrade ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}`, arrived };
}
