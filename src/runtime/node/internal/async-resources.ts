/**
 * Things that call back later, as `async_hooks` knows them. Nothing is counted before a program imports that module.
 */

/** What follows the life of asynchronous resources. */
export interface ResourceTracker {
  /** Gives a new resource its id. */
  start(type: string, resource: object): number;
  /** Calls back on behalf of a resource. */
  run<Result>(id: number, callback: () => Result): Result;
  /** The resource calls back no more. */
  end(id: number): void;
}

let tracker: ResourceTracker | undefined;

/** Sets what follows resources; `async-hooks.ts` does, when it is imported. */
export function trackResourcesWith(follower: ResourceTracker): void {
  tracker = follower;
}

/** Tells of a new resource, by Node's name for its type. Returns its id, 0 while nobody follows. */
export function startResource(type: string, resource: object): number {
  return tracker ? tracker.start(type, resource) : 0;
}

/** Calls back on behalf of a resource. */
export function runResource<Result>(id: number, callback: () => Result): Result {
  return id !== 0 && tracker ? tracker.run(id, callback) : callback();
}

/** Tells that a resource is done with. */
export function endResource(id: number): void {
  if (id !== 0) tracker?.end(id);
}
