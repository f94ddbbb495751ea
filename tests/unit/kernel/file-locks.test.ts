import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import type { FileLockRequest } from '../../../src/runtime/protocol/file-lock-calls.ts';
import { openFlags } from '../../../src/runtime/protocol/open-flags.ts';
import { TestKernel } from './fake-workers.ts';

const WHOLE: FileLockRequest = { holder: 'process', kind: 'exclusive', start: 0, end: Infinity };

let host: TestKernel;
let one: Process;
let other: Process;

beforeEach(() => {
  host = new TestKernel();
  one = host.start();
  other = host.start(one);
});

afterEach(() => host.kernel.dispose());

const main = (process: Process): Thread => process.mainThread!;

async function open(process: Process): Promise<number> {
  const flags = openFlags.create | openFlags.readWrite;
  return (await host.call(main(process), 'fs.open', '/home/project/file', flags, 0o644)) as number;
}

async function outcome(process: Process, fd: number, lock: FileLockRequest): Promise<string> {
  try {
    await host.call(main(process), 'file-lock.lock', fd, lock);
    return 'locked';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a lock of a file', () => {
  it('is in the way of other processes, where it overlaps', async () => {
    const [here, there] = [await open(one), await open(other)];
    await outcome(one, here, { ...WHOLE, start: 10, end: 20 });
    expect(await outcome(other, there, { ...WHOLE, start: 0, end: 10 })).toBe('locked');
    expect(await outcome(other, there, { ...WHOLE, start: 19 })).toBe('EAGAIN');
    expect(await host.call(main(other), 'file-lock.find', there, { ...WHOLE, kind: 'shared' })).toEqual({
      kind: 'exclusive',
      start: 10,
      end: 20,
      pid: one.pid,
    });
  });

  it('may be shared, and made exclusive by one who shares it with nobody', async () => {
    const [here, there] = [await open(one), await open(other)];
    const shared = { ...WHOLE, kind: 'shared' } as const;
    expect([await outcome(one, here, shared), await outcome(other, there, shared)]).toEqual([
      'locked',
      'locked',
    ]);
    expect(await outcome(one, here, WHOLE)).toBe('EAGAIN');
    await host.call(main(other), 'file-lock.unlock', there, WHOLE);
    expect(await outcome(one, here, WHOLE)).toBe('locked');
  });

  it('is unlocked in the middle', async () => {
    const [here, there] = [await open(one), await open(other)];
    await outcome(one, here, WHOLE);
    await host.call(main(one), 'file-lock.unlock', here, { ...WHOLE, start: 5, end: 7 });
    const tries = [4, 5, 6, 7].map((start) => outcome(other, there, { ...WHOLE, start, end: start + 1 }));
    expect(await Promise.all(tries)).toEqual(['EAGAIN', 'locked', 'locked', 'EAGAIN']);
  });

  it('of a process ends with any of its descriptors, that of a description with the last one', async () => {
    const [here, again, there] = [await open(one), await open(one), await open(other)];
    const described = { ...WHOLE, holder: 'description' } as const;
    await outcome(one, here, WHOLE);
    await outcome(one, here, described);
    await host.call(main(one), 'close', again);
    expect(await outcome(other, there, WHOLE)).toBe('locked');
    const copy = (await host.call(main(one), 'descriptor.duplicate', here, 0)) as number;
    await host.call(main(one), 'close', here);
    expect(await outcome(other, there, described)).toBe('EAGAIN');
    await host.call(main(one), 'close', copy);
    expect(await outcome(other, there, described)).toBe('locked');
  });

  it('is waited for, until its holder is killed', async () => {
    const [here, there] = [await open(one), await open(other)];
    await outcome(other, there, WHOLE);
    const wait = host.call(main(one), 'file-lock.wait', here, WHOLE, 1);
    other.end({ exitCode: null, signal: 'SIGKILL' });
    await wait;
    expect(await outcome(one, here, WHOLE)).toBe('locked');
  });

  it('is no longer waited for when the wait is cancelled', async () => {
    const [here, there] = [await open(one), await open(other)];
    await outcome(other, there, WHOLE);
    const wait = host.call(main(one), 'file-lock.wait', here, WHOLE, 7);
    await host.call(main(one), 'descriptor.cancel-wait', 7);
    await wait;
    expect(await outcome(one, here, WHOLE)).toBe('EAGAIN');
  });
});
