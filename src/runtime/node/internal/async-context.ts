/**
 * What `AsyncLocalStorage` holds now, and how it travels with a callback.
 *
 * A browser does not tell when a promise's reaction runs. So the host binds the callbacks that it calls, a patched
 * `Promise.prototype.then` binds those of promises, and `await` is followed by `thread/modules/suspensions.ts`.
 */

/** An immutable map from storages to their values; undefined while no storage is in use. */
export type AsyncContext = ReadonlyMap<object, unknown> | undefined;

let current: AsyncContext;
let inUse = false;

/** The context of the code that runs now. */
export function currentContext(): AsyncContext {
  return current;
}

/** Makes `context` the one of all that follows in this turn. */
export function enterContext(context: AsyncContext): void {
  current = context;
  if (!inUse) {
    inUse = true;
    followPromises();
  }
}

/** Goes back to a context that was current before: after an `await`, or to none at the start of a turn. */
export function resumeContext(context: AsyncContext): void {
  current = context;
}

/** Calls `callback` in `context` and comes back to the present one. */
export function runInContext<This, Args extends unknown[], Result>(
  context: AsyncContext,
  callback: (this: This, ...args: Args) => Result,
  self: This,
  args: Args,
): Result {
  const before = current;
  current = context;
  try {
    return Reflect.apply(callback, self, args);
  } finally {
    current = before;
  }
}

/** A callback that runs in the present context whenever it is called; the callback itself while no storage is in use. */
export function bindToContext<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  if (!inUse) return callback;
  const context = current;
  return function (this: unknown, ...args: Args) {
    return runInContext(context, callback, this, args);
  };
}

type Reaction = (value: never) => unknown;

/** From the first use of a storage on, what `.then` is given runs in the context of the call to `.then`. */
function followPromises(): void {
  const nativeThen = Reflect.get(Promise.prototype, 'then') as (...reactions: unknown[]) => Promise<unknown>;
  const bind = (reaction: unknown) =>
    typeof reaction === 'function' ? bindToContext(reaction as Reaction) : reaction;
  Reflect.defineProperty(Promise.prototype, 'then', {
    value: function then(this: Promise<unknown>, onFulfilled?: unknown, onRejected?: unknown) {
      return nativeThen.call(this, bind(onFulfilled), bind(onRejected));
    },
    writable: true,
    configurable: true,
  });
}
