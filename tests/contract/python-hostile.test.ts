import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideServer } from '../support/outside-server.ts';
import { embeddedHost } from './hosts/embedded-host.ts';
import type { Host } from './hosts/host.ts';

/** How long each may do its worst, the start of its interpreter included. It is ended then, as Stop ends it. */
const RAGE_MS = 5000;
/** What `ps` prints when nothing runs but who asked for it. */
const NOTHING_LEFT = /^ *PID.*\n(?: *\d.* (?:node -p .*|\/bin\/sh -c ps|ps)\n){3}$/;

let host: Host;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-python-'));
  cpSync(path.join(import.meta.dirname, 'isolation/attempts.py'), path.join(folder, 'attempts.py'));
  host = await embeddedHost();
  await host.mount('work', folder);
});

afterAll(async () => {
  await host.dispose();
  rmSync(folder, { recursive: true });
});

const ready = "print('ready', flush=True)";

describe('a hostile Python program can be ended, and leaves nothing behind', () => {
  it.each([
    ['an endless loop', `${ready}\nwhile True: pass`],
    [
      'an endless loop that catches all',
      `${ready}\nwhile True:\n  try:\n    while True: pass\n  except BaseException: pass`,
    ],
    ['lines without end', "while True: print('ready')"],
    [
      'a bomb of threads',
      `import threading\ndef more():\n  threading.Thread(target=more).start()\n  while True: pass\n${ready}\nmore()`,
    ],
    [
      'a bomb of processes',
      `import subprocess, sys\n${ready}\ncode = 'import subprocess, sys; code = sys.argv[1]\\nwhile True: subprocess.Popen([sys.executable, "-c", code, code])'\nwhile True: subprocess.Popen([sys.executable, '-c', code, code])`,
    ],
    [
      'a lock that is never released',
      `import threading\nlock = threading.Lock()\nlock.acquire()\n${ready}\nlock.acquire()`,
    ],
    [
      'a pipe that nobody writes to',
      `import os\nreading, writing = os.pipe()\n${ready}\nos.read(reading, 1)`,
    ],
    ['a sleep without end', `import time\n${ready}\ntime.sleep(10**6)`],
  ])('%s', async (_what, code) => {
    const { output, exitCode } = await host.run({
      folder: 'work',
      command: 'python3',
      args: ['-c', code],
      limitMs: RAGE_MS,
    });
    expect(output).toContain('ready');
    expect(exitCode).not.toBe(0);
    await expect.poll(runningProcesses, { timeout: 20_000 }).toMatch(NOTHING_LEFT);
  });
});

describe('a limit is met as on CPython', () => {
  it.each([
    [
      'deep recursion',
      'def deeper(): deeper()\ndeeper()',
      'RecursionError: maximum recursion depth exceeded',
    ],
    ['memory that there is not', 'bytearray(2**31 - 1)', 'MemoryError'],
    ['lists without end', 'all = []\nwhile True: all.append(bytearray(2**26))', 'MemoryError'],
  ])('%s', async (_what, code, message) => {
    const { output, exitCode } = await host.run({
      folder: 'work',
      command: 'python3',
      args: ['-c', code],
      limitMs: 20_000,
    });
    expect(output).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('a thread that a destructor starts at the very end', async () => {
    const code =
      'import threading\nclass Last:\n  def __del__(self): threading.Thread(target=print).start()\nlast = Last()';
    const { output, exitCode } = await host.run({ folder: 'work', command: 'python3', args: ['-c', code] });
    expect(output).toContain("PythonFinalizationError: can't create new thread at interpreter shutdown");
    expect(output).not.toContain('_interleave');
    expect(exitCode).toBe(0);
  });
});

describe('no way leads out of a Python program', () => {
  it('each attempt is refused or finds nothing, and nothing arrives outside', async () => {
    const outside = await outsideServer();
    const { output } = await host.run({
      folder: 'work',
      command: 'python3',
      args: ['attempts.py', outside.url],
    });
    const lines = output.trim().split('\n');
    const outcomes = lines.map((line) => JSON.parse(line) as [string, string]);
    expect(outcomes.length).toBeGreaterThanOrEqual(15);
    expect(outcomes.filter(([, outcome]) => outcome.startsWith('REACHED'))).toEqual([]);
    expect(outside.arrived).toEqual([]);
    await outside.close();
  });
});

async function runningProcesses(): Promise<string> {
  const { output } = await host.run({
    folder: 'work',
    args: ['-p', "require('child_process').execSync('ps').toString().trimEnd()"],
  });
  return output;
}
