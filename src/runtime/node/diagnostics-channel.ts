/**
 * `node:diagnostics_channel`.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
import type { AsyncLocalStorage } from './async-hooks.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { emitWarning } from './internal/emit-warning.ts';
import { invalidArgType } from './internal/errors.ts';
import { nextTick } from './internal/next-tick.ts';
import { validateFunction } from './internal/validators.ts';

type Name = string | symbol;
type Subscription = (message: unknown, name: Name) => void;
type AnyFunction<This = unknown> = (this: This, ...args: never[]) => unknown;
type Transform = (data: unknown) => unknown;

/** Channels live as long as somebody holds or subscribes to them. */
const channels = new Map<Name, Channel>();

class Channel {
  readonly name: Name;
  #subscriptions: Subscription[] = [];
  readonly #stores = new Map<AsyncLocalStorage, Transform | undefined>();

  constructor(name: Name) {
    this.name = name;
  }

  get hasSubscribers(): boolean {
    return this.#subscriptions.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscription: Subscription): void {
    validateFunction(subscription, 'subscription');
    // A new list each time: one that is being published keeps its own.
    this.#subscriptions = [...this.#subscriptions, subscription];
  }

  unsubscribe(subscription: Subscription): boolean {
    const index = this.#subscriptions.indexOf(subscription);
    if (index < 0) return false;
    this.#subscriptions = this.#subscriptions.toSpliced(index, 1);
    return true;
  }

  bindStore(store: AsyncLocalStorage, transform?: Transform): void {
    this.#stores.set(store, transform);
  }

  unbindStore(store: AsyncLocalStorage): boolean {
    return this.#stores.delete(store);
  }

  publish(message: unknown): void {
    for (const subscription of this.#subscriptions) {
      try {
        subscription(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  runStores<This, Result>(
    data: unknown,
    callback: (this: This, ...args: unknown[]) => Result,
    thisArg?: This,
    ...args: unknown[]
  ): Result {
    let run = (): Result => {
      this.publish(data);
      return Reflect.apply(callback, thisArg as This, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = run;
      run = () => {
        let context = data;
        try {
          if (transform) context = transform(data);
        } catch (error) {
          throwLater(error);
          return inner();
        }
        return store.run(context, inner);
      };
    }
    return run();
  }
}

function channel(name: Name): Channel {
  const known = channels.get(name);
  if (known) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw invalidArgType('channel', ['string', 'symbol'], name);
  }
  const made = new Channel(name);
  channels.set(name, made);
  return made;
}

const traceEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type TraceEvent = (typeof traceEvents)[number];
type Subscribers = Partial<Record<TraceEvent, Subscription>>;
interface TraceContext {
  error?: unknown;
  result?: unknown;
}

/** @see https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel */
class TracingChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;

  constructor(nameOrChannels: string | Record<TraceEvent, Channel>) {
    for (const event of traceEvents) {
      Object.defineProperty(this, event, { value: channelFor(nameOrChannels, event) });
    }
  }

  get hasSubscribers(): boolean {
    return traceEvents.some((event) => this[event].hasSubscribers);
  }

  subscribe(subscribers: Subscribers): void {
    for (const event of traceEvents) if (subscribers[event]) this[event].subscribe(subscribers[event]);
  }

  unsubscribe(subscribers: Subscribers): boolean {
    return traceEvents
      .filter((event) => subscribers[event])
      .map((event) => this[event].unsubscribe(subscribers[event] as Subscription))
      .every(Boolean);
  }

  traceSync(callback: AnyFunction, context: TraceContext = {}, thisArg?: unknown, ...args: never[]): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        context.result = Reflect.apply(callback, thisArg, args);
        return context.result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(
    callback: AnyFunction,
    context: TraceContext = {},
    thisArg?: unknown,
    ...args: never[]
  ): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        const promise = Reflect.apply(callback, thisArg, args);
        if (typeof (promise as PromiseLike<unknown> | null)?.then !== 'function') {
          const name = callback.name || '<anonymous>';
          emitWarning(`tracePromise was called with the function '${name}', which returned a non-thenable.`);
          context.result = promise;
          return promise;
        }
        return (promise as Promise<unknown>).then(
          (result) => {
            context.result = result;
            this.asyncStart.publish(context);
            this.asyncEnd.publish(context);
            return result;
          },
          (error: unknown) => {
            context.error = error;
            this.error.publish(context);
            this.asyncStart.publish(context);
            this.asyncEnd.publish(context);
            throw error;
          },
        );
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceCallback(
    callback: AnyFunction,
    position = -1,
    context: TraceContext = {},
    thisArg?: unknown,
    ...args: unknown[]
  ): unknown {
    if (!this.hasSubscribers) return Reflect.apply(callback, thisArg, args as never[]);
    const original = args.at(position);
    validateFunction(original, 'callback');
    const wrapped = (error: unknown, result: unknown, ...more: unknown[]): unknown => {
      if (error) {
        context.error = error;
        this.error.publish(context);
      } else context.result = result;
      return this.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(original, thisArg, [error, result, ...more] as never[]);
        } finally {
          this.asyncEnd.publish(context);
        }
      });
    };
    args.splice(position, 1, wrapped);
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(callback, thisArg, args as never[]);
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

function channelFor(nameOrChannels: string | Record<TraceEvent, Channel>, event: TraceEvent): Channel {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw invalidArgType('nameOrChannels', ['string', 'object', 'TracingChannel'], nameOrChannels);
  }
  const given = nameOrChannels[event];
  if (!(given instanceof Channel)) throw invalidArgType(`nameOrChannels.${event}`, ['Channel'], given);
  return given;
}

/** A subscriber's error must not disturb who publishes: it becomes an uncaught exception. */
function throwLater(error: unknown): void {
  nextTick(() => {
    throw error;
  });
}

export default {
  channel,
  hasSubscribers: (name: Name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name: Name, subscription: Subscription) => channel(name).subscribe(subscription),
  tracingChannel: (nameOrChannels: string | Record<TraceEvent, Channel>) =>
    new TracingChannel(nameOrChannels),
  unsubscribe: (name: Name, subscription: Subscription) => channel(name).unsubscribe(subscription),
  Channel,
  ...absentFunctions('diagnostics_channel', ['boundedChannel', 'BoundedChannel']),
};
