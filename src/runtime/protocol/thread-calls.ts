import type { PortId, PortPayload } from './port-messages.ts';
import type { NodeSource, WorkerStart } from './thread-start.ts';

/** System calls on the threads of the calling process, and between them. */
export interface ThreadCalls {
  /**
   * Starts a worker thread owned by the caller. Made with `send`: a failure arrives as `thread-exit` with an error.
   * The id is taken from `PROCESS_MEMORY.nextThreadId` beforehand.
   */
  'thread.start'(request: ThreadRequest): void;
  /** Sent by a worker before its program runs: becomes `thread-online` at the owner. */
  'thread.online'(): void;
  /** Ends the calling worker thread. `error` is what the owner's `thread-exit` carries, any cloneable value. */
  'thread.exit'(exitCode: number, error?: unknown): never;
  /** Ends a thread that the caller owns, at once, wherever it is: `thread-exit` with `terminated`. */
  'thread.terminate'(tid: number): void;
  /** The owner has passed on this much of the worker's output, which lets the worker write more. */
  'thread.output-taken'(tid: number, byteCount: number): void;
  /** What the owner writes to `worker.stdin`, `null` at its end: `thread-input` at the worker. */
  'thread.write-input'(tid: number, bytes: Uint8Array | null): void;

  /**
   * Sends a message to another thread of the process: it becomes `thread-message` there, and what came of it
   * `thread-message-result` here. `id` is the caller's own number for it.
   */
  'thread.message'(tid: number, id: number, payload: PortPayload): void;
  'thread.message-result'(source: number, id: number, result: ThreadMessageResult): void;

  /** Opens a `BroadcastChannel`. Names are private to the process. `channel` is the caller's own number for it. */
  'channel.join'(channel: number, name: string): void;
  'channel.leave'(channel: number): void;
  /** Delivers a clone to every channel of that name in the other threads of the process. */
  'channel.post'(channel: number, value: unknown): void;
}

export type ThreadMessageResult = 'delivered' | 'no-listener' | 'listener-error';

export interface ThreadRequest {
  readonly tid: number;
  readonly source: NodeSource;
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  /** `null` = share the process's environment. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly worker: WorkerStart;
  /** The peer of `worker.port`, kept by the caller. */
  readonly parentPort: PortId;
}
