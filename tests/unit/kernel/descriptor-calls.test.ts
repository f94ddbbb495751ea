import { afterEach, describe, expect, it } from 'vitest';
import { NULL_DEVICE } from '../../../src/runtime/kernel/pipe.ts';
import { POLL } from '../../../src/runtime/protocol/poll-events.ts';
import { TestKernel } from './fake-workers.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: unknown): string => new TextDecoder().decode(chunk as Uint8Array);

let kernel: TestKernel;

afterEach(() => {
  kernel.kernel.dispose();
});

/** A process's main thread with a pipe of its own. */
async function withPipe() {
  kernel = new TestKernel();
  const process = kernel.start();
  const thread = process.mainThread!;
  const [readFd, writeFd] = (await kernel.call(thread, 'pipe')) as [number, number];
  return { process, thread, readFd, writeFd };
}

describe('descriptor calls', () => {
  it('read-now and write-now fail with EAGAIN where read and write would wait', async () => {
    const { thread, readFd, writeFd } = await withPipe();
    await expect(kernel.call(thread, 'descriptor.read-now', readFd, 10)).rejects.toMatchObject({
      code: 'EAGAIN',
    });
    const large = new Uint8Array(300_000);
    expect(await kernel.call(thread, 'descriptor.write-now', writeFd, large)).toBe(large.length);
    await expect(kernel.call(thread, 'descriptor.write-now', writeFd, bytes('x'))).rejects.toMatchObject({
      code: 'EAGAIN',
    });
    await kernel.call(thread, 'descriptor.read-now', readFd, 200_000);
    expect(await kernel.call(thread, 'descriptor.write-now', writeFd, bytes('x'))).toBe(1);
  });

  it('poll tells what holds now: bytes, room, ends that are gone, descriptors that are not open', async () => {
    const { thread, readFd, writeFd } = await withPipe();
    const poll = () =>
      kernel.call(thread, 'descriptor.poll', [
        { fd: readFd, events: POLL.readable },
        { fd: writeFd, events: POLL.writable },
        { fd: 500, events: POLL.readable },
      ]);
    expect(await poll()).toEqual([0, POLL.writable, POLL.invalid]);
    await kernel.call(thread, 'write', writeFd, bytes('x'));
    await kernel.call(thread, 'close', writeFd);
    expect(await poll()).toEqual([POLL.readable | POLL.hangUp, POLL.invalid, POLL.invalid]);
  });

  it('wait answers when a byte comes, when the time is over, and when it is cancelled', async () => {
    const { thread, readFd, writeFd } = await withPipe();
    const requests = [{ fd: readFd, events: POLL.readable }];
    const woken = kernel.call(thread, 'descriptor.wait', requests, -1, 1);
    await kernel.call(thread, 'write', writeFd, bytes('x'));
    expect(await woken).toEqual([POLL.readable]);
    await kernel.call(thread, 'read', readFd, 10);
    expect(await kernel.call(thread, 'descriptor.wait', requests, 1, 2)).toEqual([0]);
    const cancelled = kernel.call(thread, 'descriptor.wait', requests, -1, 3);
    await kernel.call(thread, 'descriptor.cancel-wait', 3);
    expect(await cancelled).toEqual([0]);
  });

  it('wait hears that the process at the other end has been killed', async () => {
    const { process, thread, readFd, writeFd } = await withPipe();
    const child = kernel.start(process);
    child.descriptors.set(5, process.descriptors.get(writeFd, 'dup'));
    await kernel.call(thread, 'close', writeFd);
    const waiting = kernel.call(thread, 'descriptor.wait', [{ fd: readFd, events: POLL.readable }], -1, 1);
    child.end({ exitCode: null, signal: 'SIGKILL' });
    expect(await waiting).toEqual([POLL.hangUp]);
  });

  it('duplicate and duplicate-to share what a descriptor leads to, which closes with the last', async () => {
    const { thread, readFd, writeFd } = await withPipe();
    const copy = (await kernel.call(thread, 'descriptor.duplicate', writeFd, 10)) as number;
    expect(copy).toBe(10);
    await kernel.call(thread, 'descriptor.duplicate-to', copy, 20);
    for (const fd of [writeFd, copy]) await kernel.call(thread, 'close', fd);
    await kernel.call(thread, 'write', 20, bytes('still open'));
    expect(text(await kernel.call(thread, 'read', readFd, 100))).toBe('still open');
    await kernel.call(thread, 'close', 20);
    expect(await kernel.call(thread, 'read', readFd, 100)).toHaveLength(0);
  });

  it('give opens a descriptor in a child or the parent, and in no other process', async () => {
    const { process, thread, readFd, writeFd } = await withPipe();
    const [child, stranger] = [kernel.start(process), kernel.start()];
    const given = (await kernel.call(thread, 'descriptor.give', writeFd, child.pid)) as number;
    await kernel.call(child.mainThread!, 'write', given, bytes('from the child'));
    expect(text(await kernel.call(thread, 'read', readFd, 100))).toBe('from the child');
    const back = (await kernel.call(child.mainThread!, 'descriptor.give', given, process.pid)) as number;
    expect(back).not.toBe(writeFd);
    for (const fd of [writeFd, back]) await kernel.call(thread, 'close', fd);
    child.end({ exitCode: 0, signal: null });
    expect(await kernel.call(thread, 'read', readFd, 100)).toHaveLength(0);

    const give = (pid: number) => kernel.call(thread, 'descriptor.give', readFd, pid);
    await expect(give(stranger.pid)).rejects.toMatchObject({ code: 'EPERM' });
    await expect(give(child.pid)).rejects.toMatchObject({ code: 'ESRCH' });
    await expect(kernel.call(thread, 'descriptor.give', 500, process.pid)).rejects.toMatchObject({
      code: 'EBADF',
    });
  });
});

describe('process calls', () => {
  it('wait-now answers a child that has ended, once, and null while none has', async () => {
    kernel = new TestKernel();
    const parent = kernel.start();
    const thread = parent.mainThread!;
    await expect(kernel.call(thread, 'process.wait-now', -1)).rejects.toMatchObject({ code: 'ECHILD' });
    const [first, second] = [kernel.start(parent), kernel.start(parent)];
    expect(await kernel.call(thread, 'process.wait-now', -1)).toBeNull();
    second.end({ exitCode: 3, signal: null });
    expect(await kernel.call(thread, 'process.wait-now', first.pid)).toBeNull();
    expect(await kernel.call(thread, 'process.wait-now', -1)).toEqual({
      pid: second.pid,
      exitCode: 3,
      signal: null,
    });
    await expect(kernel.call(thread, 'process.wait-now', second.pid)).rejects.toMatchObject({
      code: 'ECHILD',
    });
  });

  it('a child that ends sends SIGCHLD to a parent that handles it, and marks it as pending', async () => {
    kernel = new TestKernel();
    const parent = kernel.start();
    const thread = parent.mainThread!;
    await kernel.call(thread, 'process.signal-action', 17, 'handle');
    kernel.start(parent).end({ exitCode: 0, signal: null });
    const signals = kernel.received(thread, 'event').filter(({ event }) => event === 'signal');
    expect(signals.map(({ detail }) => detail)).toEqual([{ name: 'SIGCHLD', number: 17 }]);
    expect(new Int32Array(parent.memory)[3]).toBe(1 << 17);
  });

  it('set-alarm ends a process that does not handle SIGALRM, and answers what was set before', async () => {
    kernel = new TestKernel();
    const process = kernel.start();
    const thread = process.mainThread!;
    expect(await kernel.call(thread, 'process.set-alarm', 60_000, 5)).toEqual([0, 0]);
    const [left, interval] = (await kernel.call(thread, 'process.set-alarm', 1, 0)) as [number, number];
    expect([left > 50_000, interval]).toEqual([true, 5]);
    const status = await new Promise((resolve) => process.onExit(resolve));
    expect(status).toEqual({ exitCode: null, signal: 'SIGALRM' });
  });

  it('a child has no descriptor where the request closes it', async () => {
    kernel = new TestKernel();
    const process = kernel.start();
    const thread = process.mainThread!;
    process.descriptors.set(5, NULL_DEVICE);
    const { pid } = (await kernel.call(thread, 'process.spawn', {
      command: 'node',
      args: ['main.mjs'],
      cwd: '/home/project',
      env: {},
      stdio: [{ type: 'closed' }, { type: 'null' }, { type: 'inherit', fd: 5 }],
    })) as { pid: number };
    const { descriptors } = kernel.kernel.processes.get(pid, 'test');
    expect([0, 1, 2, 5].map((fd) => descriptors.has(fd))).toEqual([false, true, true, false]);
  });
});
