import type { KernelToThread } from '../protocol/thread-messages.ts';
import type { ThreadWorker } from './thread-pool.ts';

/**
 * A Worker that may be created later than it is used: until then it keeps what it is sent. So a program that starts a
 * hundred threads at once does not have the browser parse a hundred copies of our code at once, and those that are ended
 * before their turn cost nothing.
 */
export class DeferredWorker implements ThreadWorker {
  onmessage: ThreadWorker['onmessage'] = null;
  onerror: ThreadWorker['onerror'] = null;
  readonly #onSettled: (worker: DeferredWorker) => void;
  #sent: (readonly [message: KernelToThread, transfer: readonly Transferable[]])[] = [];
  #worker: ThreadWorker | undefined;
  #settled = false;
  #ended = false;

  /** @param onSettled called once, when the Worker has parsed its code, has failed to, or has been ended */
  constructor(onSettled: (worker: DeferredWorker) => void) {
    this.#onSettled = onSettled;
  }

  /** Puts the Worker that it stands for in its place. */
  create(worker: ThreadWorker): void {
    this.#worker = worker;
    worker.onmessage = (event) => {
      if (event.data.type === 'warm') this.#settle();
      this.onmessage?.(event);
    };
    worker.onerror = (error) => {
      this.#settle();
      this.onerror?.(error);
    };
    for (const [message, transfer] of this.#sent.splice(0)) worker.postMessage(message, transfer);
  }

  postMessage(message: KernelToThread, transfer: readonly Transferable[]): void {
    if (this.#worker) this.#worker.postMessage(message, transfer);
    else this.#sent.push([message, transfer]);
  }

  /** Whether it was ended. */
  get ended(): boolean {
    return this.#ended;
  }

  terminate(): void {
    this.#ended = true;
    this.#worker?.terminate();
    this.#sent = [];
    this.#settle();
  }

  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#onSettled(this);
  }
}
