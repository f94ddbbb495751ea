import type { PoolWork } from './pool-calls.ts';
import type { PortPayload } from './port-messages.ts';
import type { ExitStatus } from './process-calls.ts';
import type { SignalName } from './signals.ts';
import type { ThreadMessageResult } from './thread-calls.ts';
import type { TerminalSize } from './thread-start.ts';

/** What the kernel tells a thread without being asked, by type. See `onKernelEvent` in `thread/system-calls.ts`. */
export interface KernelEvents {
  /** To the main thread: a signal that the process handles. */
  signal: { readonly name: SignalName; readonly number: number };
  /** To the main thread: the terminal has a new size. */
  resize: TerminalSize;
  /** To the thread that spawned it: a child has ended. Its pipes may still hold output. */
  'child-exit': ExitStatus & { readonly pid: number };
  /** To the thread that started it: a worker is about to run its program. */
  'thread-online': { readonly tid: number };
  'thread-output': {
    readonly tid: number;
    readonly fd: 1 | 2;
    readonly bytes: Uint8Array;
    /** Of the writes that `bytes` consists of. */
    readonly sizesBytes: readonly number[];
  };
  /** To the thread that started it: a worker is gone. All of its messages and output have been delivered before. */
  'thread-exit': {
    readonly tid: number;
    readonly exitCode: number;
    /** What `thread.exit` was given; `{ code: 'EAGAIN' }` when the thread could not be started. */
    readonly error?: unknown;
    /** True when the owner terminated it. */
    readonly terminated: boolean;
  };
  /** To a worker: what its owner wrote to `worker.stdin`; `null` is the end. */
  'thread-input': { readonly bytes: Uint8Array | null };
  /** To a thread of the pool: do this, and say `pool.done`. */
  'pool-work': PoolWork;
  /** From another thread of the process, which waits for `thread.message-result`. */
  'thread-message': { readonly source: number; readonly id: number; readonly payload: PortPayload };
  'thread-message-result': { readonly id: number; readonly result: ThreadMessageResult };
  /** To the thread that waits for it: it has the lock. */
  'lock-granted': { readonly lock: number };
  /** To the thread that had it: another has taken the lock. */
  'lock-stolen': { readonly lock: number };
  'channel-message': { readonly channel: number; readonly value: unknown };
  /** To the thread that watches: something changed. */
  'file-change': { readonly watch: number; readonly change: 'rename' | 'change'; readonly filename: string };
}

export type KernelEventType = keyof KernelEvents;
