import type { KernelEvents, KernelEventType } from '../protocol/kernel-events.ts';
import type { KernelToThread } from '../protocol/thread-messages.ts';
import type { Process } from './process.ts';
import type { ReplyMemory } from './reply-memory.ts';
import type { WarmWorker } from './thread-pool.ts';

/** A running thread: one Worker, seen from the kernel. */
export class Thread {
  /** Unique in the host, never reused. */
  readonly uid: number;
  readonly reply: ReplyMemory;
  /** Workers that this thread has started and that still run. */
  readonly workers = new Set<Thread>();
  readonly #worker: WarmWorker['worker'];
  readonly #endCallbacks: (() => void)[] = [];
  #ended = false;

  /**
   * @param tid 0 is the main thread of the process
   * @param owner the thread that started this worker; `null` for a main thread
   */
  constructor(
    { uid, worker, reply }: WarmWorker,
    readonly process: Process,
    readonly tid: number,
    readonly owner: Thread | null,
  ) {
    this.uid = uid;
    this.reply = reply;
    this.#worker = worker;
    process.threads.set(tid, this);
    owner?.workers.add(this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a message to the thread; an ended thread gets nothing. */
  post(message: KernelToThread, transfer: readonly Transferable[] = []): void {
    if (!this.#ended) this.#worker.postMessage(message, transfer);
  }

  /** Tells the thread that something happened. */
  emit<Type extends KernelEventType>(event: Type, detail: KernelEvents[Type]): void {
    this.post({ type: 'event', event, detail });
  }

  /** Calls back when the thread has ended, however it did; at once if it has. */
  onEnd(callback: () => void): void {
    if (this.#ended) callback();
    else this.#endCallbacks.push(callback);
  }

  /** Stops the Worker wherever it is. The second time does nothing and says `false`. */
  end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#worker.terminate();
    this.process.threads.delete(this.tid);
    this.owner?.workers.delete(this);
    for (const callback of this.#endCallbacks.splice(0)) callback();
    return true;
  }
}
