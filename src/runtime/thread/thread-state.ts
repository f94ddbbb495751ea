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

/** This thread: pid, tid, argv, … A live binding that the start-up sets before anything else runs. */
export let thread: ThreadState = new Proxy({} as ThreadState, {
  get(_target, name) {
    throw new Error(`The thread's "${String(name)}" was read before the kernel started the thread.`);
  },
});

/** Becomes the thread that the kernel describes. Called once, by `main.ts`. */
export function becomeThread({ type: _, processMemory, ...start }: ThreadStart): void {
  thread = {
    ...start,
    isMainThread: start.tid === 0,
    processMemory: new Int32Array(processMemory),
    halting: false,
  };
}
