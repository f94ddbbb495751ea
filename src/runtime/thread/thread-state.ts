import type { ThreadStart } from '../protocol/thread-start.ts';

export { native } from './native.ts';

/** What this thread is. Set once, when the kernel starts it; reading it earlier is a mistake of ours and throws. */
export interface ThreadState extends Omit<ThreadStart, 'type' | 'processMemory'> {
  readonly isMainThread: boolean;
  /** Indexed by `PROCESS_MEMORY`. */
  readonly processMemory: Int32Array<SharedArrayBuffer>;
  /** True from the moment the thread has begun to end: nothing of the reader's runs any more. */
  halting: boolean;
}

/** Stands behind a thread that has not been started. */
const notStarted = new Proxy(
  {},
  {
    get(_target, name) {
      throw new Error(`The thread's "${String(name)}" was read before the kernel started the thread.`);
    },
  },
);

/**
 * This thread: pid, tid, argv, … One object from the beginning, which the start-up fills: a part of the script that is
 * evaluated before holds the same.
 */
export const thread = Object.create(notStarted) as ThreadState;

/** Becomes the thread that the kernel describes. Called once, by `main.ts`. */
export function becomeThread({ type: _, processMemory, ...start }: ThreadStart): void {
  Object.setPrototypeOf(thread, Object.prototype);
  Object.assign(thread, {
    ...start,
    isMainThread: start.tid === 0,
    processMemory: new Int32Array(processMemory),
    halting: false,
  } satisfies ThreadState);
}
