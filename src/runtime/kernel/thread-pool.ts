import type { FromThread, KernelToThread } from '../protocol/thread-messages.ts';
import { DeferredWorker } from './deferred-worker.ts';
import { InboxMemory } from './inbox-memory.ts';
import { OutputMemory } from './output-memory.ts';
import { ReplyMemory } from './reply-memory.ts';
import { THREAD_END_BYTES } from '../protocol/shared-memory.ts';

/** What the kernel needs of a Worker; a test may give something else. */
export interface ThreadWorker {
  postMessage(message: KernelToThread, transfer: readonly Transferable[]): void;
  terminate(): void;
  /** `message.data` is the thread's message. */
  onmessage: ((message: { data: FromThread }) => void) | null;
  onerror: ((error: { message: string; preventDefault(): void }) => void) | null;
}

/** A Worker that has our code, or is about to have it, and runs nothing yet. */
export interface WarmWorker {
  readonly uid: number;
  readonly worker: ThreadWorker;
  readonly reply: ReplyMemory;
  readonly output: OutputMemory;
  readonly inbox: InboxMemory;
  /** See `THREAD_END_BYTES`. */
  readonly end: Int32Array;
  /** Whether it has said that its code is parsed. */
  isWarm: boolean;
}

/** How many Workers stand ready: a program and the first two that it starts. */
const WARM_WORKERS = 3;
/** Refilling waits until a thread that has just been started has printed its first line; a program that starts one after the other must not wait long. */
const REFILL_DELAY_MS = 8;

/** Keeps Workers ready, since starting one and parsing our code takes far longer than starting a thread in it. */
export class ThreadPool {
  readonly #createWorker: () => ThreadWorker;
  readonly #startsAtOnce: number;
  /** Workers that parse their code, and those that wait until they may. */
  readonly #starting = new Set<DeferredWorker>();
  #waiting: DeferredWorker[] = [];
  readonly #warm: WarmWorker[] = [];
  #nextUid = 1;
  #refillTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param processorCount more Workers than there are processors gain nothing from starting together */
  constructor(createWorker: () => ThreadWorker, processorCount: number) {
    this.#createWorker = createWorker;
    this.#startsAtOnce = Math.max(WARM_WORKERS, processorCount - 1);
  }

  /** How many Workers stand ready. */
  get size(): number {
    return this.#warm.length;
  }

  /** Begins with one Worker: more would only compete with it for the processors while the page waits for its first program. */
  prepare(): void {
    this.#warm.push(this.#create());
  }

  /** Takes a Worker, a new one if none stands ready; the caller owns it and, when that one is warm, asks to `refill`. */
  take(): WarmWorker {
    const taken = this.takeAlone();
    if (taken.isWarm) this.refill();
    return taken;
  }

  /** Takes a Worker and makes none for its place, which would compete with it for the processors, before `refill` is called. */
  takeAlone(): WarmWorker {
    return this.#warm.shift() ?? this.#create();
  }

  /** Fills the places of those that were taken, soon. */
  refill(): void {
    this.#refillTimer ??= setTimeout(() => {
      this.#refillTimer = undefined;
      this.#addWorkers();
    }, REFILL_DELAY_MS);
  }

  /** Starts a Worker now, unless one stands ready or is on its way. */
  refillAtOnce(): void {
    if (this.#warm.length === 0) this.#addWorkers();
  }

  /** Ends all Workers that stand ready. */
  dispose(): void {
    for (const { worker } of this.#warm.splice(0)) worker.terminate();
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
  }

  /** One Worker after the other: the first is ready sooner when it starts alone. */
  #addWorkers(): void {
    if (this.#warm.length >= WARM_WORKERS) return;
    this.#warm.push(this.#create(() => this.#addWorkers()));
  }

  #create(onWarm?: () => void): WarmWorker {
    const uid = this.#nextUid++;
    const worker = new DeferredWorker((settled) => this.#settle(settled));
    const reply = new ReplyMemory();
    const output = new OutputMemory();
    const inbox = new InboxMemory();
    const end = new Int32Array(new SharedArrayBuffer(THREAD_END_BYTES));
    const created: WarmWorker = { uid, worker, reply, output, inbox, end, isWarm: false };
    // Whoever takes the Worker listens from then on.
    worker.onmessage = () => {
      created.isWarm = true;
      output.countHandledMessage();
      onWarm?.();
    };
    const memories = {
      replyMemory: reply.buffer,
      outputMemory: output.buffer,
      inboxMemory: inbox.buffer,
      endMemory: end.buffer,
    };
    worker.postMessage({ type: 'warm-up', uid, ...memories }, []);
    this.#waiting.push(worker);
    this.#startNext();
    return created;
  }

  #startNext(): void {
    while (this.#starting.size < this.#startsAtOnce) {
      const worker = this.#waiting.shift();
      if (!worker) return;
      this.#starting.add(worker);
      worker.create(this.#createWorker());
    }
  }

  #settle(worker: DeferredWorker): void {
    if (!this.#starting.delete(worker)) this.#waiting = this.#waiting.filter((other) => other !== worker);
    // Later: whoever ends a hundred threads must not start the one that it ends next.
    queueMicrotask(() => this.#startNext());
    // One that was ended while it started never tells that it is warm.
    if (worker.ended) this.refill();
  }
}
