import type { PoolOutcome, PoolWork } from '../protocol/pool-calls.ts';
import type { Thread } from './thread.ts';

interface Job {
  readonly caller: Thread;
  readonly work: PoolWork;
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The hidden threads of a process: each takes the oldest job that waits. They are started when there is work for them,
 * and end with the process.
 *
 * @see https://docs.libuv.org/en/v1.x/threadpool.html
 */
export class WorkPool {
  readonly #threadCount: number;
  readonly #startThread: (index: number) => Thread;
  readonly #waiting: Job[] = [];
  readonly #idle: Thread[] = [];
  readonly #busy = new Map<Thread, Job>();

  constructor(threadCount: number, startThread: (index: number) => Thread) {
    this.#threadCount = threadCount;
    this.#startThread = startThread;
  }

  /** Resolves when a thread of the pool has done the work. */
  run(caller: Thread, work: PoolWork): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ caller, work, resolve, reject });
      this.#next();
    });
  }

  /** A thread of the pool has done what it was given. */
  done(thread: Thread, outcome: PoolOutcome): void {
    const job = this.#busy.get(thread);
    if (!job) return;
    this.#busy.delete(thread);
    this.#idle.push(thread);
    if ('bytes' in outcome) job.resolve(outcome.bytes);
    else job.reject(new Error(outcome.message));
    this.#next();
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      if (this.#waiting[0]!.caller.ended) {
        this.#waiting.shift();
        continue;
      }
      const thread = this.#freeThread();
      if (!thread) return;
      const job = this.#waiting.shift()!;
      this.#busy.set(thread, job);
      thread.emit('pool-work', job.work);
    }
  }

  #freeThread(): Thread | undefined {
    const free = this.#idle.pop();
    if (free || this.#busy.size >= this.#threadCount) return free;
    try {
      return this.#startThread(this.#busy.size);
    } catch (error) {
      // The host is full. The threads that run do the work; without any, nothing ever would.
      if (this.#busy.size === 0) this.#waiting.shift()?.reject(error);
      return undefined;
    }
  }
}
