/** System calls on the locks of `worker_threads.locks`, which the threads of a process share. */
export interface LockCalls {
  /**
   * Asks for the lock `name`. What waits is told with `lock-granted`; another thread that loses its lock, with `lock-stolen`.
   * @param lock the caller's own number for the request
   */
  'lock.request'(lock: number, request: LockRequest): LockAnswer;
  /** Gives a lock back. Returns those of the caller's requests that are granted now; other threads are told. */
  'lock.release'(lock: number): number[];
  /** What the calling thread holds and waits for, in the order of its requests. */
  'lock.query'(): { readonly held: readonly NamedLock[]; readonly pending: readonly NamedLock[] };
}

/** How a lock is wanted. */
export interface LockRequest extends NamedLock {
  /** Now or never. */
  readonly ifAvailable: boolean;
  /** Take it from whoever holds it. */
  readonly steal: boolean;
}

/** A lock by its name; `shared` ones are held by many at once. */
export interface NamedLock {
  readonly name: string;
  readonly mode: LockMode;
}

export type LockMode = 'exclusive' | 'shared';

/** What came of a request. */
export interface LockAnswer {
  /** `missed` only with `ifAvailable`. */
  readonly state: 'granted' | 'waiting' | 'missed';
  /** Those of the caller's requests that have lost their lock to this one. */
  readonly robbed: readonly number[];
}
