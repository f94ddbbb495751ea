import type { KernelEvents, KernelEventType } from './kernel-events.ts';
import type { PythonRuntime } from './python-runtime.ts';
import type { PortDelivery, PortRequest } from './port-messages.ts';
import type { SerializedError } from './serialized-error.ts';
import type { SystemCallName } from './system-calls.ts';
import type { ThreadStart } from './thread-start.ts';

/** Everything a thread sends to the kernel. */
export type ThreadToKernel = SystemCallMessage | ContinueReply | OutputReady | ThreadWarm | PortRequest;

/** A message as it arrives at the kernel. */
export type FromThread = ThreadToKernel & {
  /** How much the thread had printed when it sent this: the count `OUTPUT.put` of its output memory. */
  readonly printed: number;
};

/** Everything the kernel sends to a thread. */
export type KernelToThread =
  ThreadWarmUp | PreparePython | PythonMachine | ThreadStart | Reply | KernelEventMessage | PortDelivery;

/** Sent from a thread to the kernel: a system call. */
export interface SystemCallMessage {
  readonly type: 'system-call';
  /**
   * How the answer travels: through the reply memory (`sync`, the thread waits), as a `reply` message (`async`), or not
   * at all (`none`).
   */
  readonly answer: 'sync' | 'async' | 'none';
  /** Of an `async` call; 0 otherwise. */
  readonly id: number;
  readonly name: SystemCallName;
  readonly args: readonly unknown[];
}

/** Sent from a thread to the kernel: the chunk is copied, write the next one. */
export interface ContinueReply {
  readonly type: 'continue-reply';
}

/** Sent from a thread to the kernel: there is output in the ring. See `OUTPUT` in `shared-memory.ts`. */
export interface OutputReady {
  readonly type: 'output';
}

/** Sent from a new Worker to the kernel: its code is parsed and it can be started. */
export interface ThreadWarm {
  readonly type: 'warm';
}

/** Sent from the kernel to a new Worker, first of all. */
export interface ThreadWarmUp {
  readonly type: 'warm-up';
  /** Unique in the host, never reused. */
  readonly uid: number;
  /** See `REPLY` in `shared-memory.ts`. */
  readonly replyMemory: SharedArrayBuffer;
  /** See `OUTPUT` in `shared-memory.ts`. */
  readonly outputMemory: SharedArrayBuffer;
  /** See `INBOX` in `shared-memory.ts`. */
  readonly inboxMemory: SharedArrayBuffer;
  /** See `THREAD_END_BYTES` in `shared-memory.ts`. */
  readonly endMemory: SharedArrayBuffer;
}

/** Sent from the kernel to a Worker: boot an interpreter. A `start` of a Python program comes before or later, or never. */
export interface PreparePython {
  readonly type: 'prepare-python';
  readonly python: PythonRuntime;
  /** Whether no program is expected soon. */
  readonly isSpare: boolean;
}

/** Sent from the kernel to a Worker that boots an interpreter: the compiled CPython. */
export interface PythonMachine {
  readonly type: 'python-machine';
  readonly machine: WebAssembly.Module;
}

/** Sent from the kernel to a thread: the answer to an `async` system call. */
export type Reply =
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly error: SerializedError };

/** Sent from the kernel to a thread; see `KernelEvents`. */
export interface KernelEventMessage<Type extends KernelEventType = KernelEventType> {
  readonly type: 'event';
  readonly event: Type;
  readonly detail: KernelEvents[Type];
}
