/** System calls on the pool of a process: the hidden threads that Node computes on. */
export interface PoolCalls {
  /**
   * Does the work on a thread of the process's pool, when one is free. Made with `submit`.
   * @param threadCount how many threads the pool may have; the first call of the process decides
   */
  'pool.run'(work: PoolWork, threadCount: number): Uint8Array<ArrayBuffer>;
  /** Sent by a thread of the pool: what it was given with `pool-work` is done. */
  'pool.done'(outcome: PoolOutcome): void;
}

/** Work that can be done on any thread, since it is given all it needs. */
export type PoolWork =
  | {
      readonly kind: 'pbkdf2';
      readonly digest: string;
      readonly password: Uint8Array;
      readonly salt: Uint8Array;
      readonly iterations: number;
      readonly length: number;
    }
  | {
      readonly kind: 'scrypt';
      readonly password: Uint8Array;
      readonly salt: Uint8Array;
      readonly N: number;
      readonly r: number;
      readonly p: number;
      readonly length: number;
    }
  | {
      readonly kind: 'hkdf';
      readonly digest: string;
      readonly key: Uint8Array;
      readonly salt: Uint8Array;
      readonly info: Uint8Array;
      readonly length: number;
    }
  | { readonly kind: 'random'; readonly length: number };

/** What became of a piece of work. */
export type PoolOutcome = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly message: string };
