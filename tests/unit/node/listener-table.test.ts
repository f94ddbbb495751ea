import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ListenerTable } from '../../../src/runtime/node/internal/listener-table.ts';

const { ticks } = vi.hoisted(() => ({ ticks: [] as (() => void)[] }));
vi.mock('../../../src/runtime/thread/event-loop.ts', () => ({
  nextTick: (callback: () => void) => ticks.push(callback),
}));

const target = { name: 'target' };
let counts: [type: string, count: number][];
let table: ListenerTable;
let heard: unknown[];

const dispatch = (value: unknown): boolean =>
  table.dispatch('message', { value, event: () => ({ data: value }) as unknown as Event });

beforeEach(() => {
  counts = [];
  heard = [];
  ticks.length = 0;
  table = new ListenerTable(target, (type, count) => counts.push([type, count]));
});

describe('ListenerTable', () => {
  test('passes the bare value to a listener of Node’s style and an event to one of the web’s', () => {
    table.add('message', (value: unknown) => heard.push(value), 'value');
    table.add('message', (event: { data: unknown }) => heard.push(['event', event.data]), 'event');
    expect(dispatch(1)).toBe(true);
    expect(heard).toEqual([1, ['event', 1]]);
  });

  test('adds the same listener once and removes it, however it was added', () => {
    const listener = (value: unknown): unknown => heard.push(value);
    table.add('message', listener, 'value');
    table.add('message', listener, 'event');
    dispatch(1);
    table.remove('message', listener);
    expect(dispatch(2)).toBe(false);
    expect(heard).toEqual([1]);
    expect(counts).toEqual([
      ['message', 1],
      ['message', 0],
    ]);
  });

  test('calls a listener of once() once, and does not call one that an earlier listener removed', () => {
    const removed = (): unknown => heard.push('removed');
    table.add('message', () => table.remove('message', removed), 'value', { once: true });
    table.add('message', removed, 'value');
    dispatch(1);
    dispatch(2);
    expect(heard).toEqual([]);
    expect(table.count('message')).toBe(0);
  });

  test('keeps the place of a handler property when it is set again, and forgets it when set to null', () => {
    table.setHandler('message', () => heard.push('first handler'));
    table.add('message', () => heard.push('listener'), 'value');
    table.setHandler('message', () => heard.push('second handler'));
    dispatch(1);
    table.setHandler('message', null);
    dispatch(2);
    expect(heard).toEqual(['second handler', 'listener', 'listener']);
    expect(table.handler('message')).toBeNull();
  });

  test('calls all listeners when one throws, and throws its error afterwards', () => {
    table.add(
      'message',
      () => {
        throw new Error('of the first');
      },
      'value',
    );
    table.add('message', () => heard.push('second'), 'value');
    dispatch(1);
    expect(heard).toEqual(['second']);
    expect(() => ticks[0]?.()).toThrow('of the first');
  });

  test('makes the rejection of an asynchronous listener an uncaught exception', async () => {
    table.add('message', () => Promise.reject(new Error('later')), 'value');
    dispatch(1);
    await vi.waitUntil(() => ticks.length > 0);
    expect(() => ticks[0]?.()).toThrow('later');
  });

  test('calls handleEvent() of an object, and listeners with the target as this', () => {
    const listener = { handleEvent: (event: { data: unknown }) => heard.push(event.data) };
    table.add('message', listener, 'event');
    table.add(
      'message',
      function (this: unknown) {
        heard.push(this);
      },
      'value',
    );
    dispatch(1);
    expect(heard).toEqual([1, target]);
  });

  test('removes a listener when its signal aborts, and adds none whose signal has aborted', () => {
    const controller = new AbortController();
    table.add('message', () => heard.push(1), 'event', { signal: controller.signal });
    controller.abort();
    table.add('message', () => heard.push(2), 'event', { signal: controller.signal });
    expect(dispatch(1)).toBe(false);
  });

  test('refuses what cannot listen as Node does', () => {
    expect(() => table.add('message', 5, 'value')).toThrow(
      'The "listener" argument must be an instance of EventListener. Received type number (5)',
    );
  });
});
