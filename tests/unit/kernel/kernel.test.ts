import { afterEach, describe, expect, it } from 'vitest';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import { deliverSignal } from '../../../src/runtime/kernel/signals.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import type { SpawnedProcess, SpawnRequest } from '../../../src/runtime/protocol/process-calls.ts';
import { SIGNALS } from '../../../src/runtime/protocol/signals.ts';
import type { ThreadRequest } from '../../../src/runtime/protocol/thread-calls.ts';
import { TestKernel } from './fake-workers.ts';

const PIPES: SpawnRequest['stdio'] = [{ type: 'pipe' }, { type: 'pipe' }, { type: 'pipe' }];
const CHILD: SpawnRequest = {
  command: 'node',
  args: ['child.mjs'],
  cwd: '/home/project',
  env: {},
  stdio: PIPES,
};

let host: TestKernel;
afterEach(() => host.kernel.dispose());

function mainThread(process: Process): Thread {
  const thread = process.mainThread;
  if (!thread) throw new Error(`Process ${process.pid} has no main thread.`);
  return thread;
}

function processWithPid(pid: number): Process {
  return host.kernel.processes.get(pid, 'test');
}

function workerRequest(tid: number): ThreadRequest {
  return {
    tid,
    source: { kind: 'file', path: '/home/project/worker.mjs' },
    argv: [],
    execArgv: [],
    env: {},
    parentPort: tid * 10,
    worker: {
      name: '',
      port: tid * 10 + 1,
      data: { value: null, ports: [], handovers: [], transfer: [], moved: null },
      environmentData: [],
      resourceLimits: {},
      hasStdin: false,
    },
  };
}

describe('processes', () => {
  it('tells a new thread its pid, its arguments and its directory', () => {
    host = new TestKernel();
    const process = host.start();
    const [start] = host.received(mainThread(process), 'start');
    expect(start).toMatchObject({
      pid: process.pid,
      ppid: 1,
      tid: 0,
      cwd: '/home/project',
      argv: ['/usr/local/bin/node', '/home/project/main.mjs'],
      program: { interpreter: 'node', source: { kind: 'file', path: '/home/project/main.mjs' } },
    });
  });

  it('ends all threads of a process that exits, and closes its descriptors', () => {
    host = new TestKernel();
    const process = host.start();
    const main = mainThread(process);
    host.send(main, 'thread.start', workerRequest(1));
    const worker = process.threads.get(1)!;
    host.send(main, 'process.exit', 7);
    expect(process.exitStatus).toEqual({ exitCode: 7, signal: null });
    expect([main, worker].map((thread) => host.workerOf(thread).terminated)).toEqual([true, true]);
    expect(host.kernel.processes.size).toBe(0);
    expect(host.kernel.threadCount).toBe(0);
  });

  it('keeps the lowest eight bits of an exit code', () => {
    host = new TestKernel();
    const process = host.start();
    host.send(mainThread(process), 'process.exit', 256 + 3);
    expect(process.exitStatus?.exitCode).toBe(3);
  });

  it('carries what a child writes to its parent, and ends with the child', async () => {
    host = new TestKernel();
    const parent = mainThread(host.start());
    const spawned = (await host.call(parent, 'process.spawn', CHILD)) as SpawnedProcess;
    const child = mainThread(processWithPid(spawned.pid));
    await host.call(child, 'write', 1, new TextEncoder().encode('hi'));
    expect(await host.call(parent, 'read', spawned.descriptors[1]!, 100)).toEqual(
      new TextEncoder().encode('hi'),
    );
    host.send(child, 'process.exit', 5);
    expect(await host.call(parent, 'read', spawned.descriptors[1]!, 100)).toHaveLength(0);
    expect(host.received(parent, 'event')).toContainEqual({
      type: 'event',
      event: 'child-exit',
      detail: { pid: spawned.pid, exitCode: 5, signal: null },
    });
  });

  it('lets a parent wait for a child before and after its end, but only once', async () => {
    host = new TestKernel();
    const parent = mainThread(host.start());
    const first = (await host.call(parent, 'process.spawn', CHILD)) as SpawnedProcess;
    const waiting = host.call(parent, 'process.wait', first.pid);
    host.send(mainThread(processWithPid(first.pid)), 'process.exit', 1);
    expect(await waiting).toEqual({ exitCode: 1, signal: null });

    const second = (await host.call(parent, 'process.spawn', CHILD)) as SpawnedProcess;
    host.send(mainThread(processWithPid(second.pid)), 'process.exit', 2);
    expect(await host.call(parent, 'process.wait', second.pid)).toEqual({ exitCode: 2, signal: null });
    await expect(host.call(parent, 'process.wait', second.pid)).rejects.toMatchObject({ code: 'ECHILD' });
  });

  it('gives the children of a dead process to process 1', async () => {
    host = new TestKernel();
    const parent = mainThread(host.start());
    const { pid } = (await host.call(parent, 'process.spawn', CHILD)) as SpawnedProcess;
    const orphan = mainThread(processWithPid(pid));
    host.send(parent, 'process.exit', 0);
    expect(await host.call(orphan, 'process.parent')).toBe(1);
  });

  it.each([
    ['a command that does not exist', { ...CHILD, command: 'no-such-command' }],
    ['a directory that does not exist', { ...CHILD, cwd: '/nowhere' }],
  ])('refuses to spawn %s with ENOENT', async (_what, request) => {
    host = new TestKernel();
    const parent = mainThread(host.start());
    await expect(host.call(parent, 'process.spawn', request)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('collects the output of a child that is waited for, and kills it when there is too much', async () => {
    host = new TestKernel();
    const parent = mainThread(host.start());
    const finished = host.call(parent, 'process.spawn-and-wait', {
      ...CHILD,
      input: null,
      timeoutMs: 0,
      killSignal: SIGNALS.SIGTERM,
      maxBytes: 4,
    });
    const [child] = [...host.kernel.processes].slice(-1);
    host.send(mainThread(child!), 'write', 1, new TextEncoder().encode('too much'));
    expect(await finished).toMatchObject({
      exitCode: null,
      signal: 'SIGTERM',
      endedBy: 'maxBytes',
      output: [null, new TextEncoder().encode('too much'), new Uint8Array(0)],
    });
  });
});

describe('limits', () => {
  it('answers a fork bomb with EAGAIN', async () => {
    host = new TestKernel({ processes: 2, threads: 10 });
    const parent = mainThread(host.start());
    await host.call(parent, 'process.spawn', CHILD);
    await expect(host.call(parent, 'process.spawn', CHILD)).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('answers a thread bomb with the exit of the thread that could not start', () => {
    host = new TestKernel({ processes: 2, threads: 1 });
    const parent = mainThread(host.start());
    host.send(parent, 'thread.start', workerRequest(1));
    expect(host.received(parent, 'event')).toMatchObject([
      { event: 'thread-exit', detail: { tid: 1, exitCode: 1, error: { properties: { code: 'EAGAIN' } } } },
    ]);
  });
});

describe('threads', () => {
  it('ends the workers of a worker before it tells the owner of its end', () => {
    host = new TestKernel();
    const process = host.start();
    const main = mainThread(process);
    host.send(main, 'thread.start', workerRequest(1));
    const worker = process.threads.get(1)!;
    host.send(worker, 'thread.start', workerRequest(2));
    const inner = process.threads.get(2)!;
    host.send(main, 'thread.terminate', 1);
    expect(inner.ended).toBe(true);
    expect(host.received(main, 'event')).toEqual([
      { type: 'event', event: 'thread-exit', detail: { tid: 1, exitCode: 1, terminated: true } },
    ]);
  });

  it('lets only the owner terminate a worker', () => {
    host = new TestKernel();
    const process = host.start();
    host.send(mainThread(process), 'thread.start', workerRequest(1));
    host.send(mainThread(process), 'thread.start', workerRequest(2));
    host.send(process.threads.get(1)!, 'thread.terminate', 2);
    expect(process.threads.get(2)!.ended).toBe(false);
  });

  it('delivers a broadcast to every other channel of the name, in this process only', () => {
    host = new TestKernel();
    const [first, second] = [host.start(), host.start()];
    const [main, stranger] = [mainThread(first), mainThread(second)];
    host.send(main, 'thread.start', workerRequest(1));
    const worker = first.threads.get(1)!;
    for (const thread of [main, worker, stranger]) host.send(thread, 'channel.join', 1, 'news');
    host.send(main, 'channel.join', 2, 'other');
    host.send(worker, 'channel.post', 1, 'hello');
    expect(host.received(main, 'event')).toEqual([
      { type: 'event', event: 'channel-message', detail: { channel: 1, value: 'hello' } },
    ]);
    expect([...host.received(worker, 'event'), ...host.received(stranger, 'event')]).toEqual([]);
  });
});

describe('signals', () => {
  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGINT'],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('%s ends a process that does not handle it', (signal, endedBy) => {
    host = new TestKernel();
    const process = host.start();
    deliverSignal(process, SIGNALS[signal]);
    expect(process.exitStatus).toEqual({ exitCode: null, signal: endedBy });
  });

  it.each(['SIGCHLD', 'SIGWINCH', 'SIGCONT'] as const)('%s does nothing by default', (signal) => {
    host = new TestKernel();
    const process = host.start();
    deliverSignal(process, SIGNALS[signal]);
    expect(process.exitStatus).toBeNull();
  });

  it('reaches the main thread of a process that handles it, except SIGKILL', () => {
    host = new TestKernel();
    const process = host.start();
    const main = mainThread(process);
    for (const signal of [SIGNALS.SIGTERM, SIGNALS.SIGKILL]) {
      host.send(main, 'process.signal-action', signal, 'handle');
    }
    deliverSignal(process, SIGNALS.SIGTERM);
    expect(host.received(main, 'event')).toEqual([
      { type: 'event', event: 'signal', detail: { name: 'SIGTERM', number: 15 } },
    ]);
    deliverSignal(process, SIGNALS.SIGKILL);
    expect(process.exitStatus?.signal).toBe('SIGKILL');
  });

  it.each([
    [999_999, SIGNALS.SIGTERM, 'ESRCH'],
    ['itself', 99, 'EINVAL'],
  ] as const)('kill(%s, %s) fails with %s', async (pid, signal, code) => {
    host = new TestKernel();
    const process = host.start();
    const target = pid === 'itself' ? process.pid : pid;
    await expect(host.call(mainThread(process), 'process.kill', target, signal)).rejects.toMatchObject({
      code,
    });
  });
});

describe('system calls', () => {
  it('answers a call that does not exist with ENOSYS', async () => {
    host = new TestKernel();
    const main = mainThread(host.start());
    await expect(host.call(main, 'constructor' as 'process.parent')).rejects.toMatchObject({
      code: 'ENOSYS',
    });
  });
});
