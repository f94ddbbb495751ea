import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideServer } from '../../support/outside-server.ts';
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
    const outside = await outsideServer();
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
    await outside.close();
  });
});

async function nodePrints(expression: string): Promise<string> {
  const { output } = await host.run({ folder: 'empty', args: ['-p', expression] });
  return output;
}
