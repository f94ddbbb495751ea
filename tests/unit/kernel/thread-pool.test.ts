import { expect, test } from 'vitest';
import { ThreadPool, type ThreadWorker } from '../../../src/runtime/kernel/thread-pool.ts';
import { OUTPUT, UNHANDLED_MESSAGES } from '../../../src/runtime/protocol/shared-memory.ts';
import { TestKernel } from './fake-workers.ts';

test('a Worker that waits for its turn is not started when the one before it and it are ended', async () => {
  let created = 0;
  const pool = new ThreadPool(() => {
    created += 1;
    return neverWarm();
  }, 2);
  const taken = Array.from({ length: 10 }, () => pool.take());
  const startedAtOnce = created;
  for (const { worker } of taken) worker.terminate();
  await new Promise((resolve) => setImmediate(resolve));
  expect(created).toBe(startedAtOnce);
  pool.dispose();
});

test('the one that a host prepares is taken without another, which would compete with the first program', () => {
  let created = 0;
  const pool = new ThreadPool(() => {
    created += 1;
    return neverWarm();
  }, 2);
  pool.prepare();
  pool.take();
  expect(created).toBe(1);
  pool.dispose();
});

test('a Worker starts at once for who waits for a child, but only when none stands ready or is on its way', () => {
  let created = 0;
  const pool = new ThreadPool(() => {
    created += 1;
    return neverWarm();
  }, 2);
  pool.take();
  pool.refillAtOnce();
  expect(created).toBe(2);
  pool.refillAtOnce();
  expect(created).toBe(2);
  pool.dispose();
});

test('the more threads run, the fewer messages of each wait for the kernel', () => {
  const host = new TestKernel();
  const first = host.start();
  const limit = (): number => {
    const [warmUp] = host.received(first.mainThread!, 'warm-up');
    return new Int32Array(warmUp!.outputMemory)[OUTPUT.messageLimit]!;
  };
  expect(limit()).toBe(UNHANDLED_MESSAGES.ofOneAtMost);
  const others = Array.from({ length: 31 }, () => host.start());
  expect(limit()).toBe(UNHANDLED_MESSAGES.ofAll / 32);
  for (const process of others) process.end({ exitCode: 0, signal: null });
  expect(limit()).toBe(UNHANDLED_MESSAGES.ofOneAtMost);
  host.kernel.dispose();
});

function neverWarm(): ThreadWorker {
  return { postMessage: () => undefined, terminate: () => undefined, onmessage: null, onerror: null };
}
