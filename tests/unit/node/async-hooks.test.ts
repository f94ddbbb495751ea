import realHooks from 'node:async_hooks';
import realChannels from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourHooks from '#runtime/node/async-hooks.ts';
import ourChannels from '#runtime/node/diagnostics-channel.ts';
import { outcome, promised } from './outcome.ts';

type Hooks = typeof realHooks;
type Channels = typeof realChannels;

function agree(title: string, program: (hooks: Hooks, channels: Channels) => unknown): void {
  test(title, async () => {
    const result = await promised(() =>
      program(ourHooks as unknown as Hooks, ourChannels as unknown as Channels),
    );
    expect(result).toEqual(await promised(() => program(realHooks, realChannels)));
  });
}

describe('AsyncLocalStorage', () => {
  agree('holds a value while run() runs, nested and apart', ({ AsyncLocalStorage }) => {
    const [a, b] = [new AsyncLocalStorage(), new AsyncLocalStorage({ defaultValue: 'default', name: 'b' })];
    const seen = (): unknown[] => [a.getStore(), b.getStore()];
    return [
      seen(),
      a.run(1, () => b.run(2, () => [seen(), a.run(3, seen), a.exit(seen)])),
      seen(),
      b.name,
      a.run(1, (...args) => args, 4, 5),
    ];
  });
  agree('comes back after an error', ({ AsyncLocalStorage }) => {
    const storage = new AsyncLocalStorage();
    return [
      outcome(() =>
        storage.run(1, () => {
          throw new Error('x');
        }),
      ),
      storage.getStore(),
    ];
  });
  agree('travels with what is bound, and with then()', async ({ AsyncLocalStorage }) => {
    const storage = new AsyncLocalStorage();
    const bound = storage.run('bound', () => AsyncLocalStorage.bind(() => storage.getStore()));
    const snapshot = storage.run('snap', () => AsyncLocalStorage.snapshot());
    const later = storage.run('then', () => Promise.resolve().then(() => storage.getStore()));
    return [bound(), snapshot(() => storage.getStore()), await later];
  });
});

agree('AsyncResource runs in the context of its making', ({ AsyncLocalStorage, AsyncResource }) => {
  const storage = new AsyncLocalStorage();
  const resource = storage.run('made', () => new AsyncResource('TEST'));
  return [
    resource.runInAsyncScope(
      function (this: unknown, x: number) {
        return [this, x, storage.getStore()];
      },
      'self',
      1,
    ),
    resource.bind(() => storage.getStore())(),
    typeof resource.asyncId(),
    outcome(() => new AsyncResource(5 as never)),
  ];
});

describe('diagnostics_channel', () => {
  agree('publishes to subscribers until they leave', (_, channels) => {
    const log: unknown[] = [];
    const listener = (message: unknown, name: string | symbol): void => void log.push([message, name]);
    channels.subscribe('c', listener);
    const channel = channels.channel('c');
    channel.publish(1);
    return [
      channel.hasSubscribers,
      channels.unsubscribe('c', listener),
      channels.unsubscribe('c', listener),
      channels.hasSubscribers('c'),
      (channel.publish(2), log),
      outcome(() => channels.channel(5 as never)),
      outcome(() => channels.subscribe('c', 5 as never)),
    ];
  });
  agree('traces calls, promises and callbacks', async (_, channels) => {
    const log: unknown[] = [];
    const tracing = channels.tracingChannel('t');
    const note = (event: string) => (context: object) => void log.push([event, { ...context }]);
    tracing.subscribe({
      start: note('start'),
      end: note('end'),
      asyncStart: note('asyncStart'),
      asyncEnd: note('asyncEnd'),
      error: note('error'),
    });
    tracing.traceSync((x: number) => x * 2, {}, null, 2);
    outcome(() =>
      tracing.traceSync(() => {
        throw new Error('sync');
      }),
    );
    await tracing.tracePromise(async () => Promise.resolve('p'));
    await promised(() => tracing.tracePromise(async () => Promise.reject(new Error('async'))));
    tracing.traceCallback(
      (done: (error: null, value: number) => void) => done(null, 3),
      0,
      {},
      null,
      () => {},
    );
    return log;
  });
  agree('carries stores', ({ AsyncLocalStorage }, channels) => {
    const storage = new AsyncLocalStorage();
    const channel = channels.channel('stores');
    channel.bindStore(storage as never, (data: unknown) => `made of ${String(data)}`);
    return channel.runStores('data', () => storage.getStore());
  });
});
