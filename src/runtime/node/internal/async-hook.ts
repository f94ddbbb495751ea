import { queueImmediate, setImmediateRef, turnCount } from '../../thread/event-loop.ts';
import { trackResourcesWith } from './async-resources.ts';
import { nodeError } from './errors.ts';
import { validateObject } from './validators.ts';

/** What `createHook` takes. */
interface HookCallbacks {
  init?(asyncId: number, type: string, triggerAsyncId: number, resource: object): void;
  before?(asyncId: number): void;
  after?(asyncId: number): void;
  destroy?(asyncId: number): void;
  promiseResolve?(asyncId: number): void;
}

interface Resource {
  readonly triggerAsyncId: number;
  readonly resource: object;
}

const enabled = new Set<HookCallbacks>();
const resources = new Map<number, Resource>();
/** The main program is the first resource. */
const MAIN_ID = 1;
const main = { asyncId: MAIN_ID, triggerAsyncId: 0, resource: {} as object };
const nobody = { asyncId: 0, triggerAsyncId: 0, resource: {} as object };
let lastAsyncId = MAIN_ID;
let executing: typeof main | undefined;

/** @see https://nodejs.org/api/async_hooks.html#class-asynchook */
class AsyncHook {
  readonly #callbacks: HookCallbacks;

  constructor(callbacks: HookCallbacks) {
    // Bound to the hook, so that `this.disable()` works in a callback.
    const bound = Object.entries(callbacks).map(([name, callback]) => [
      name,
      typeof callback === 'function' ? (callback as () => void).bind(this) : undefined,
    ]);
    this.#callbacks = Object.fromEntries(bound) as HookCallbacks;
  }

  enable(): this {
    enabled.add(this.#callbacks);
    return this;
  }

  disable(): this {
    enabled.delete(this.#callbacks);
    return this;
  }
}

/** @see https://nodejs.org/api/async_hooks.html#async_hookscreatehookoptions */
export function createHook(callbacks: unknown): AsyncHook {
  validateObject(callbacks, 'callbacks');
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    const callback = (callbacks as Record<string, unknown>)[name];
    if (callback !== undefined && typeof callback !== 'function') {
      throw nodeError('ERR_ASYNC_CALLBACK', `hook.${name} must be a function`, TypeError);
    }
  }
  return new AsyncHook(callbacks);
}

/** What runs now: the ids are 0 where only the loop itself does. */
export function currentResource(): typeof main {
  // The first turn of the loop is the main program's.
  return executing ?? (turnCount() <= 1 ? main : nobody);
}

/** Gives a new resource its id, and tells the hooks. */
export function initResource(
  type: string,
  resource: object,
  triggerAsyncId = currentResource().asyncId,
): number {
  const asyncId = ++lastAsyncId;
  resources.set(asyncId, { triggerAsyncId, resource });
  for (const hook of [...enabled]) hook.init?.(asyncId, type, triggerAsyncId, resource);
  return asyncId;
}

/** Calls back as a resource does, between the hooks `before` and `after`. */
export function runAsResource<Result>(asyncId: number, callback: () => Result): Result {
  const known = resources.get(asyncId);
  if (!known) return callback();
  const before = executing;
  executing = { asyncId, ...known };
  try {
    for (const hook of [...enabled]) hook.before?.(asyncId);
    const result = callback();
    for (const hook of [...enabled]) hook.after?.(asyncId);
    return result;
  } finally {
    executing = before;
  }
}

const destroyed: number[] = [];

/** Tells the hooks, in a later turn, that a resource is gone. */
export function destroyResource(asyncId: number): void {
  if (!resources.delete(asyncId) || enabled.size === 0) return;
  destroyed.push(asyncId);
  if (destroyed.length > 1) return;
  const turn = queueImmediate(() => {
    for (const id of destroyed.splice(0)) for (const hook of [...enabled]) hook.destroy?.(id);
  });
  setImmediateRef(turn, false);
}

trackResourcesWith({ start: initResource, run: runAsResource, end: destroyResource });
