import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import { SegmentMemory } from '../../../src/runtime/kernel/shared-memory/segment-memory.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import { openFlags } from '../../../src/runtime/protocol/open-flags.ts';
import { SEGMENT_MEMORY_BYTES } from '../../../src/runtime/protocol/shared-memory-calls.ts';
import { TestKernel } from './fake-workers.ts';

let host: TestKernel;
let first: Thread;
let second: Thread;

beforeEach(() => {
  host = new TestKernel();
  const parent = host.start();
  first = main(parent);
  second = main(host.start(parent));
});

afterEach(() => host.kernel.dispose());

function main(process: Process): Thread {
  return process.mainThread!;
}

describe('SegmentMemory', () => {
  it('joins what is given back, and hands it out again as zeros', () => {
    const memory = new SegmentMemory();
    const blocks = [10, 20, 30, 40].map((sizeBytes) => memory.allocate(sizeBytes)!);
    blocks[1]!.fill(7);
    memory.release(blocks[1]!);
    memory.release(blocks[2]!);
    const joined = memory.allocate(60)!;
    expect(joined.byteOffset).toBe(blocks[1]!.byteOffset);
    expect(joined.every((byte) => byte === 0)).toBe(true);
  });

  it('grows to its limit and no further', () => {
    const memory = new SegmentMemory();
    const half = SEGMENT_MEMORY_BYTES / 2;
    expect(memory.allocate(half)?.length).toBe(half);
    expect(memory.allocate(half)).toBeUndefined();
    expect(memory.allocate(half / 2)?.length).toBe(half / 2);
  });
});

describe('semaphores', () => {
  it('are the same for all who open the name', async () => {
    const index = await host.call(first, 'semaphore.open', '/s', 3);
    expect(await host.call(second, 'semaphore.open', '/s', null)).toBe(index);
  });

  it('are made once, and not opened when they are not there', async () => {
    await host.call(first, 'semaphore.open', '/s', 1);
    await expect(host.call(second, 'semaphore.open', '/s', 1)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(host.call(second, 'semaphore.open', '/t', null)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('live without a name until the last process has closed them or ended', async () => {
    const index = await host.call(first, 'semaphore.open', '/s', 1);
    await host.call(second, 'semaphore.open', '/s', null);
    await host.call(first, 'semaphore.unlink', '/s');
    await host.call(first, 'semaphore.close', index as number);
    expect(await host.call(first, 'semaphore.open', '/other', 1)).not.toBe(index);
    second.process.end({ exitCode: null, signal: 'SIGKILL' });
    expect(await host.call(first, 'semaphore.open', '/third', 1)).toBe(index);
  });

  it('are unlinked when the last process that multiprocessing started from another has ended', async () => {
    const child = host.kernel.startProcess({
      command: 'node',
      args: ['child.mjs', '--multiprocessing-fork'],
      cwd: '/home/project',
      env: {},
      descriptors: [],
      parent: first.process,
    });
    const spawned = main(child.process);
    const index = await host.call(first, 'semaphore.open', '/s', 1);
    await host.call(first, 'resource.track', { kind: 'semaphore', name: '/s' });
    first.process.end({ exitCode: 0, signal: null });
    expect(await host.call(spawned, 'semaphore.open', '/s', null)).toBe(index);
    spawned.process.end({ exitCode: 0, signal: null });
    await expect(host.call(second, 'semaphore.open', '/s', null)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('mapped files', () => {
  async function openFile(thread: Thread, text: string): Promise<number> {
    host.kernel.files.writeFile('/tmp/file', text);
    return (await host.call(thread, 'fs.open', '/tmp/file', openFlags.readWrite, 0)) as number;
  }

  it('are one memory for all who map them, and for those who read and write the file', async () => {
    const fd = await openFile(first, 'hello');
    const here = (await host.call(first, 'memory.map', fd)) as { offset: number; sizeBytes: number };
    const otherFd = (await host.call(second, 'fs.open', '/tmp/file', openFlags.readWrite, 0)) as number;
    expect(await host.call(second, 'memory.map', otherFd)).toEqual(here);
    await host.call(second, 'fs.write', otherFd, new TextEncoder().encode('J'), 0);
    expect(new TextDecoder().decode(host.kernel.files.readFile('/tmp/file'))).toBe('Jello');
    await expect(host.call(first, 'fs.ftruncate', fd, 100)).rejects.toMatchObject({ code: 'EBUSY' });
  });

  it('keep their bytes when nobody maps them any more', async () => {
    const fd = await openFile(first, 'hello');
    const { offset } = (await host.call(first, 'memory.map', fd)) as { offset: number };
    await host.call(first, 'fs.write', fd, new TextEncoder().encode('J'), 0);
    await host.call(first, 'memory.unmap', offset);
    expect(new TextDecoder().decode(host.kernel.files.readFile('/tmp/file'))).toBe('Jello');
    await host.call(first, 'fs.ftruncate', fd, 100);
    expect(host.kernel.files.stat('/tmp/file').size).toBe(100);
  });

  it('cannot be pipes, nor empty', async () => {
    const [readFd] = (await host.call(first, 'pipe')) as [number, number];
    await expect(host.call(first, 'memory.map', readFd)).rejects.toMatchObject({ code: 'ENODEV' });
    const fd = await openFile(first, '');
    await expect(host.call(first, 'memory.map', fd)).rejects.toMatchObject({ code: 'EINVAL' });
  });
});
