import { expect, test } from 'vitest';
import { LockTable } from '../../../src/runtime/kernel/lock-table.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import type { LockMode } from '../../../src/runtime/protocol/lock-calls.ts';

/** A thread as far as the table asks for it. */
function fakeThread(): { thread: Thread; told: unknown[]; end(): void } {
  const told: unknown[] = [];
  let onEnd = (): void => undefined;
  const thread = {
    emit: (event: string, detail: unknown) => told.push([event, detail]),
    onEnd: (callback: () => void) => (onEnd = callback),
  };
  return { thread: thread as unknown as Thread, told, end: () => onEnd() };
}

const wanted = (mode: LockMode = 'exclusive', steal = false) => ({
  name: 'printer',
  mode,
  ifAvailable: false,
  steal,
});

test('a thread that ends gives its locks to those that wait, and waits no more', () => {
  const table = new LockTable();
  const [holder, second, third] = [fakeThread(), fakeThread(), fakeThread()];
  table.request(holder.thread, 1, wanted());
  table.request(second.thread, 1, wanted());
  table.request(third.thread, 7, wanted());
  second.end();
  holder.end();
  expect(second.told).toEqual([]);
  expect(third.told).toEqual([['lock-granted', { lock: 7 }]]);
});

test('a waiter that ends lets those behind it have what they may share', () => {
  const table = new LockTable();
  const [reader, writer, other] = [fakeThread(), fakeThread(), fakeThread()];
  table.request(reader.thread, 1, wanted('shared'));
  table.request(writer.thread, 1, wanted());
  expect(table.request(other.thread, 1, wanted('shared')).state).toBe('waiting');
  writer.end();
  expect(other.told).toEqual([['lock-granted', { lock: 1 }]]);
});

test('a thief has the lock at once, and whoever had it is told', () => {
  const table = new LockTable();
  const [victim, thief] = [fakeThread(), fakeThread()];
  table.request(victim.thread, 1, wanted());
  expect(table.request(thief.thread, 1, wanted('exclusive', true))).toEqual({ state: 'granted', robbed: [] });
  expect(victim.told).toEqual([['lock-stolen', { lock: 1 }]]);
  expect(table.release(victim.thread, 1)).toEqual([]);
  expect(table.query(thief.thread).held).toEqual([{ name: 'printer', mode: 'exclusive' }]);
});
