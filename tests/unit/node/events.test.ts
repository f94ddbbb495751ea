import real from 'node:events';
import util from 'node:util';
import { describe, expect, test } from 'vitest';
import './worker-realm.ts';
import Ours from '#runtime/node/events.ts';
import { outcome, promised } from './outcome.ts';

type Library = typeof real;
const ours = Ours as unknown as Library;

/** Runs the same program on both libraries and expects the same result. */
function agree(title: string, program: (events: Library) => unknown): void {
  test(title, async () => {
    expect(await promised(() => program(ours))).toEqual(await promised(() => program(real)));
  });
}

/** An emitter that notes what it was told. */
function recorder(Emitter: Library): { emitter: InstanceType<Library>; log: unknown[] } {
  return { emitter: new Emitter(), log: [] };
}

describe('emit()', () => {
  agree(
    'calls listeners in order, with `this` and the arguments, and tells whether there were any',
    (Emitter) => {
      const { emitter, log } = recorder(Emitter);
      emitter.on('a', function (this: unknown, ...args: unknown[]) {
        log.push(['first', this === emitter, args]);
      });
      emitter.prependListener('a', () => log.push('before'));
      emitter.once('a', () => log.push('once'));
      return [emitter.emit('a', 1, 2), emitter.emit('a'), emitter.emit('b'), log];
    },
  );

  agree('lets listeners come and go during an emit without disturbing it', (Emitter) => {
    const { emitter, log } = recorder(Emitter);
    const third = (): unknown => log.push('third');
    emitter.on('a', () => {
      log.push('first');
      emitter.off('a', third);
      emitter.on('a', () => log.push('added'));
    });
    emitter.on('a', () => log.push('second'));
    emitter.on('a', third);
    emitter.emit('a');
    emitter.emit('a');
    return log;
  });

  for (const [what, value] of Object.entries({
    error: new RangeError('boom'),
    string: 'text',
    object: { a: 1 },
    nothing: undefined,
  })) {
    agree(`throws an unheard error that is ${what}`, (Emitter) =>
      outcome(() => new Emitter().emit('error', value)),
    );
  }

  agree('shows an error to the monitor before it is thrown', (Emitter) => {
    const { emitter, log } = recorder(Emitter);
    emitter.on(Emitter.errorMonitor, (error: Error) => log.push(error.message));
    return [outcome(() => emitter.emit('error', new Error('seen'))), log];
  });
});

describe('listeners', () => {
  agree('are announced by newListener and removeListener', (Emitter) => {
    const { emitter, log } = recorder(Emitter);
    const listener = (): void => {};
    emitter.on('newListener', (name, added) => log.push(['new', name, added === listener]));
    emitter.on('removeListener', (name, removed) => log.push(['removed', name, removed === listener]));
    emitter.on('a', listener);
    emitter.once('b', listener);
    emitter.emit('b');
    emitter.removeAllListeners('a');
    emitter.on('c', listener);
    emitter.removeAllListeners();
    return [log, emitter.eventNames()];
  });

  agree('can be counted and listed, wrapped and unwrapped', (Emitter) => {
    const { emitter } = recorder(Emitter);
    const listener = (): void => {};
    const symbol = Symbol('s');
    emitter.on('a', listener).on('a', listener).once('a', listener).once(symbol, listener);
    return [
      emitter.listenerCount('a'),
      emitter.listenerCount('a', listener),
      emitter.listenerCount('none'),
      emitter.eventNames().map(String),
      emitter.listeners('a').every((found) => found === listener),
      emitter.rawListeners('a').map((found) => found === listener),
      Emitter.getEventListeners(emitter, 'a').length,
      Emitter.listenerCount(emitter, 'a'),
    ];
  });

  for (const value of [undefined, null, 'x', {}]) {
    agree(`of ${util.inspect(value)} are refused with Node's error`, (Emitter) =>
      outcome(() => new Emitter().on('a', value as never)),
    );
  }

  agree('have a limit that is checked', (Emitter) => {
    const { emitter } = recorder(Emitter);
    const before = emitter.getMaxListeners();
    emitter.setMaxListeners(3);
    return [
      before,
      emitter.getMaxListeners(),
      Emitter.getMaxListeners(emitter),
      outcome(() => emitter.setMaxListeners(-1)),
      outcome(() => emitter.setMaxListeners('1' as never)),
      outcome(() => Emitter.setMaxListeners(1, {} as never)),
    ];
  });
});

describe('captureRejections', () => {
  agree('turns a rejection of a listener into an error event', async (Emitter) => {
    const emitter = new Emitter({ captureRejections: true });
    emitter.on('a', () => Promise.reject(new Error('late')) as never);
    const seen = new Promise((resolve) => emitter.on('error', resolve));
    emitter.emit('a');
    return ((await seen) as Error).message;
  });

  agree('prefers the emitter’s own handler', async (Emitter) => {
    const emitter = new Emitter({ captureRejections: true });
    const seen = new Promise((resolve) => {
      Object.assign(emitter, {
        [Emitter.captureRejectionSymbol]: (error: Error, name: string, ...args: unknown[]) =>
          resolve([error.message, name, args]),
      });
    });
    emitter.on('a', () => Promise.reject(new Error('late')) as never);
    emitter.emit('a', 7);
    return seen;
  });
});

describe('once()', () => {
  agree('fulfils with the arguments of the event', (Emitter) => {
    const emitter = new Emitter();
    const promise = Emitter.once(emitter, 'a');
    emitter.emit('a', 1, 2);
    return promise;
  });
  agree('rejects when the emitter emits an error', (Emitter) => {
    const emitter = new Emitter();
    const promise = Emitter.once(emitter, 'a');
    emitter.emit('error', new Error('instead'));
    return promise;
  });
  agree('fulfils with the error when that is what it waits for', (Emitter) => {
    const emitter = new Emitter();
    const promise = Emitter.once(emitter, 'error');
    emitter.emit('error', 5);
    return promise;
  });
  agree('waits for an event target too', async (Emitter) => {
    const target = new EventTarget();
    const promise = Emitter.once(target, 'a');
    target.dispatchEvent(new Event('a'));
    return ((await promise) as Event[])[0]?.type;
  });
  agree('rejects with an AbortError, at once or later, and leaves no listener', async (Emitter) => {
    const emitter = new Emitter();
    const controller = new AbortController();
    const promise = promised(() => Emitter.once(emitter, 'a', { signal: controller.signal }));
    controller.abort();
    return [
      await promise,
      await promised(() => Emitter.once(emitter, 'a', { signal: AbortSignal.abort() })),
      emitter.eventNames(),
    ];
  });
});

describe('on()', () => {
  agree('iterates over events until one of `close`', async (Emitter) => {
    const emitter = new Emitter();
    const seen: unknown[] = [];
    setImmediate(() => {
      emitter.emit('a', 1);
      emitter.emit('a', 2, 3);
      emitter.emit('end');
    });
    for await (const args of Emitter.on(emitter, 'a', { close: ['end'] })) seen.push(args);
    return [seen, emitter.eventNames()];
  });
  agree('throws the error that the emitter emits', async (Emitter) => {
    const emitter = new Emitter();
    setImmediate(() => emitter.emit('error', new Error('inside')));
    for await (const _ of Emitter.on(emitter, 'a')) return 'an event';
    return 'the end';
  });
  agree('ends with an AbortError', async (Emitter) => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    for await (const _ of Emitter.on(new Emitter(), 'a', { signal: controller.signal })) return 'an event';
    return 'the end';
  });
});

test('an emitter looks as Node’s does when inspected, and a subclass may be made either way', () => {
  expect(util.inspect(new ours())).toBe(util.inspect(new real()));
  function Old(this: object): void {
    (ours as unknown as { call(self: object): void }).call(this);
  }
  util.inherits(Old, ours);
  class New extends ours {}
  const instances = [new (Old as unknown as typeof real)(), new New()];
  expect(instances.map((emitter) => emitter instanceof ours && emitter.listenerCount('a'))).toEqual([0, 0]);
});
