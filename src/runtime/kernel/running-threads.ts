import { systemError } from '../protocol/errno.ts';
import { serializeError } from '../protocol/serialized-error.ts';
import { UNHANDLED_MESSAGES } from '../protocol/shared-memory.ts';
import type { ThreadToKernel } from '../protocol/thread-messages.ts';
import { endWorker } from './calls/thread-calls.ts';
import type { Process } from './process.ts';
import { Thread } from './thread.ts';
import type { WarmWorker } from './thread-pool.ts';

/** Who is told of the threads. */
export interface ThreadListener {
  /**
   * A thread's message, in its order. A promise holds back the next one.
   * @throws when the message is none of ours
   */
  onMessage(thread: Thread, message: ThreadToKernel): Promise<void> | undefined;
  onEnd(thread: Thread): void;
}

/** The threads of all processes: there are only so many, and what they send is heard in fair shares. */
export class RunningThreads {
  readonly #limit: number;
  readonly #listener: ThreadListener;
  readonly #threads = new Set<Thread>();
  readonly #closedSessions = new Set<number>();

  /** @param limit how many may run at once */
  constructor(limit: number, listener: ThreadListener) {
    this.#limit = limit;
    this.#listener = listener;
  }

  get count(): number {
    return this.#threads.size;
  }

  /** From now on nothing new starts in this process's session: it is about to be ended, and must not outrun that. */
  closeSession({ session }: Process): void {
    this.#closedSessions.add(session);
  }

  /** @throws EAGAIN when the host is full, or the session of who starts one is closed */
  checkMayStart(starter: Process | null, syscall: string): void {
    const isClosed = starter !== null && this.#closedSessions.has(starter.session);
    if (isClosed || this.count >= this.#limit) throw systemError('EAGAIN', syscall);
  }

  /** Makes a thread of a Worker, and listens to it. */
  add(warm: WarmWorker, process: Process, tid: number, owner: Thread | null): Thread {
    const thread = new Thread(warm, process, tid, owner);
    this.#threads.add(thread);
    this.#shareInbox();
    thread.onEnd(() => {
      this.#threads.delete(thread);
      this.#shareInbox();
      this.#listener.onEnd(thread);
    });
    warm.worker.onmessage = ({ data }) => {
      if (!thread.ended) thread.receive(data, (message) => this.#hear(thread, message));
    };
    warm.worker.onerror = (error) => {
      error.preventDefault();
      this.#fail(thread, error.message);
    };
    return thread;
  }

  /** Ends a thread with a last word on its standard error. */
  endWith(thread: Thread, text: string): void {
    try {
      void thread.process.descriptors.get(2, 'write').write(new TextEncoder().encode(text));
    } catch {
      // Nobody reads its errors.
    }
    if (thread.tid === 0) thread.process.end({ exitCode: 1, signal: null });
    else endWorker(thread, 1, { error: serializeError(new Error(text)), terminated: false });
  }

  /** A message that is none of ours is the end of the thread that made it. */
  #hear(thread: Thread, message: ThreadToKernel): Promise<void> | undefined {
    try {
      return this.#listener.onMessage(thread, message);
    } catch (error) {
      this.#fail(thread, `the kernel cannot handle its message (${String(error)})`);
      return undefined;
    }
  }

  /** Something of ours failed in a thread before or beside the reader's program. */
  #fail(thread: Thread, message: string): void {
    this.endWith(
      thread,
      `The thread ${thread.tid} of process ${thread.process.pid} broke down: ${message}\n`,
    );
  }

  /** The more threads there are, the fewer messages of each may wait. */
  #shareInbox(): void {
    const { ofAll, ofOneAtMost, ofOneAtLeast } = UNHANDLED_MESSAGES;
    const share = Math.floor(ofAll / this.count);
    const limit = Math.min(ofOneAtMost, Math.max(ofOneAtLeast, share));
    for (const thread of this.#threads) thread.shareOfInbox = limit;
  }
}
