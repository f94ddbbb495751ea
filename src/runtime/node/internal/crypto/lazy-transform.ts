import { streams } from '../streams.ts';
import type { DuplexOptions, Transform } from '../stream-types.ts';

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

/**
 * The base of `Hash` and `Hmac`, which are streams that hardly anybody uses as streams: it becomes one when a stream's member is
 * first touched.
 */
export class LazyTransform {
  readonly #options: DuplexOptions | undefined;

  constructor(options?: DuplexOptions) {
    this.#options = options;
  }

  /** Turns `target` into a stream: from now on its class inherits from Transform. */
  static become(target: LazyTransform): Transform {
    const { Transform } = streams();
    const base = LazyTransform.prototype;
    if (!(base instanceof Transform)) {
      for (const name of streamMembers) Reflect.deleteProperty(base, name);
      Object.setPrototypeOf(base, Transform.prototype);
    }
    (Transform as unknown as (this: unknown, options?: DuplexOptions) => void).call(target, target.#options);
    return target as unknown as Transform;
  }
}

for (const name of streamMembers) {
  Object.defineProperty(LazyTransform.prototype, name, {
    get(this: LazyTransform) {
      return Reflect.get(LazyTransform.become(this), name) as unknown;
    },
    configurable: true,
  });
}
