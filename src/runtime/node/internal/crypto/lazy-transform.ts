import { streams } from '../streams.ts';
import type { DuplexOptions } from '../stream-types.ts';

const streamMembers = [
  '_readableState',
  '_writableState',
  'addListener',
  'cork',
  'destroy',
  'destroyed',
  'emit',
  'end',
  'off',
  'on',
  'once',
  'pause',
  'pipe',
  'prependListener',
  'push',
  'read',
  'readable',
  'removeListener',
  'resume',
  'setEncoding',
  'uncork',
  'unpipe',
  'writable',
  'write',
  Symbol.asyncIterator,
] as const;

const started = new WeakSet<LazyTransform>();

/**
 * The base of `Hash` and `Hmac`, which are streams that hardly anybody uses as streams: one becomes a stream when a stream's member
 * of it is first touched.
 */
export class LazyTransform {
  readonly #options: DuplexOptions | undefined;

  constructor(options?: DuplexOptions) {
    this.#options = options;
  }

  /** Turns `target` into a stream, unless it is one, and returns what a Transform inherits as `name`. */
  static member(target: LazyTransform, name: PropertyKey): unknown {
    const { Transform } = streams();
    const base = LazyTransform.prototype;
    if (!(base instanceof Transform)) Object.setPrototypeOf(base, Transform.prototype);
    if (!started.has(target)) {
      started.add(target);
      (Transform as unknown as (this: unknown, options?: DuplexOptions) => void).call(
        target,
        target.#options,
      );
    }
    const own = Object.getOwnPropertyDescriptor(target, name);
    return own ? own.value : Reflect.get(Transform.prototype, name, target);
  }
}

for (const name of streamMembers) {
  Object.defineProperty(LazyTransform.prototype, name, {
    get(this: LazyTransform) {
      return LazyTransform.member(this, name);
    },
    set(this: LazyTransform, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
    configurable: true,
  });
}
