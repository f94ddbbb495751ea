import type { KernelEvents, KernelEventType } from '../protocol/kernel-events.ts';
import type { FromThread, KernelToThread } from '../protocol/thread-messages.ts';
import { UNHANDLED_MESSAGES } from '../protocol/shared-memory.ts';
import type { InboxMemory } from './inbox-memory.ts';
import type { OutputMemory, OutputSink } from './output-memory.ts';
import type { Process } from './process.ts';
import type { ReplyMemory } from './reply-memory.ts';
import { OutputWindow, outputSinkOf } from './thread-output.ts';
import type { WarmWorker } from './thread-pool.ts';

type MessageHandler = (message: FromThread) => Promise<void> | undefined;

/** A running thread: one Worker, seen from the kernel. */
export class Thread {
  /** Unique in the host, never reused. */
  readonly uid: number;
  readonly reply: ReplyMemory;
  readonly outputWindow = new OutputWindow();
  readonly #inbox: FromThread[] = [];
  readonly #output: OutputMemory;
  readonly #messages: InboxMemory;
  readonly #outputSink: OutputSink;
  /** Workers that this thread has started and that still run. */
  readonly workers = new Set<Thread>();
  readonly #worker: WarmWorker['worker'];
  readonly #endWord: WarmWorker['end'];
  readonly #endCallbacks: (() => void)[] = [];
  /** The messages that weigh more than one, oldest first: which of those posted each is, and how much more it weighs. */
  readonly #heavyMessages: { readonly position: number; readonly more: number }[] = [];
  #untakenMore = 0;
  #shareOfInbox: number = UNHANDLED_MESSAGES.ofOneAtMost;
  #sentWeight = 1;
  #ended = false;

  /**
   * @param tid 0 is the main thread of the process
   * @param owner the thread that started this worker; `null` for a main thread
   */
  constructor(
    { uid, worker, reply, output, inbox, end }: WarmWorker,
    readonly process: Process,
    readonly tid: number,
    readonly owner: Thread | null,
  ) {
    this.uid = uid;
    this.reply = reply;
    this.#output = output;
    this.#messages = inbox;
    this.#outputSink = outputSinkOf(this);
    this.#worker = worker;
    this.#endWord = end;
    process.threads.set(tid, this);
    owner?.workers.add(this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a message of a weight (`weightOf`) to the thread; an ended thread gets nothing. */
  post(message: KernelToThread, transfer: readonly Transferable[] = [], weight = 1): void {
    if (this.#ended) return;
    if (message.type !== 'start') this.#messages.countPosted();
    if (weight > 1) {
      this.#heavyMessages.push({ position: this.#messages.posted, more: weight - 1 });
      this.#untakenMore += weight - 1;
    }
    this.#worker.postMessage(message, transfer);
  }

  /** How much the messages weigh that wait in the thread. */
  get untakenWeight(): number {
    if (this.#ended) return 0;
    const { posted, taken } = this.#messages;
    for (let first = this.#heavyMessages[0]; first; first = this.#heavyMessages[0]) {
      if (((first.position - taken) | 0) > 0) break;
      this.#untakenMore -= first.more;
      this.#heavyMessages.shift();
    }
    return ((posted - taken) | 0) + this.#untakenMore;
  }

  /** Sets how many messages of this thread may wait for the kernel before the thread waits too. */
  set shareOfInbox(count: number) {
    this.#shareOfInbox = count;
    this.#limitMessages();
  }

  /** How much the message weighs that the thread has just sent: of heavy ones fewer may wait for the kernel. */
  set sentWeight(weight: number) {
    if (weight === this.#sentWeight) return;
    this.#sentWeight = weight;
    this.#limitMessages();
  }

  #limitMessages(): void {
    const bearable = Math.floor(UNHANDLED_MESSAGES.weightOfOne / this.#sentWeight);
    this.#output.messageLimit = Math.max(1, Math.min(this.#shareOfInbox, bearable));
  }

  /** Tells the thread that something happened; `weight` is that of the detail (`weightOf`). */
  emit<Type extends KernelEventType>(event: Type, detail: KernelEvents[Type], weight = 1): void {
    this.post({ type: 'event', event, detail }, [], weight);
  }

  /**
   * Handles the thread's messages in order, each after what the thread printed before it. While nobody reads that, they
   * wait, as the thread itself would wait in a write to a full pipe.
   *
   * @param handle may return a promise, for which the thread's next messages wait
   */
  receive(message: FromThread, handle: MessageHandler): void {
    this.#inbox.push(message);
    if (this.#inbox.length === 1) this.#handleInbox(handle);
  }

  #handleInbox(handle: MessageHandler): void {
    for (let message = this.#inbox[0]; message && !this.#ended; message = this.#inbox[0]) {
      // What is printed while the kernel drains is not announced again: take it all.
      const busy = this.#output.drain(
        this.#outputSink,
        message.type === 'output' ? undefined : message.printed,
      );
      if (busy) {
        void busy.then(() => this.#handleInbox(handle));
        return;
      }
      const held = handle(message);
      if (held) {
        void held.then(() => {
          this.#goOn();
          this.#handleInbox(handle);
        });
        return;
      }
      this.#goOn();
    }
  }

  /** The first message is done with. */
  #goOn(): void {
    this.#inbox.shift();
    this.#output.countHandledMessage();
  }

  /** Calls back when the thread has ended, however it did; at once if it has. */
  onEnd(callback: () => void): void {
    if (this.#ended) callback();
    else this.#endCallbacks.push(callback);
  }

  /** Stops the Worker wherever it is. The second time does nothing and says `false`. */
  end(): boolean {
    if (this.#ended) return false;
    // What it printed before is on its way, however it ends.
    void this.#output.drain(this.#outputSink);
    this.#ended = true;
    // The Worker may run on for a while: what it runs can see that it should not.
    Atomics.store(this.#endWord, 0, 1);
    this.#worker.terminate();
    this.process.threads.delete(this.tid);
    this.owner?.workers.delete(this);
    for (const callback of this.#endCallbacks.splice(0)) callback();
    return true;
  }
}
