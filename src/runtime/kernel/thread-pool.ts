import type { FromThread, KernelToThread } from '../protocol/thread-messages.ts';
import { OutputMemory } from './output-memory.ts';
import { ReplyMemory } from './reply-memory.ts';

/** What the kernel needs of a Worker; a test may give something else. */
export interface ThreadWorker {
  postMessage(message: KernelToThread, transfer: readonly Transferable[]): void;
  terminate(): void;
  /** `message.data` is the thread's message. */
  onmessage: ((message: { data: FromThread }) => void) | null;
  onerror: ((error: { message: string; preventDefault(): void }) => void) | null;
}

/** A Worker that has our code parsed and runs nothing yet. */
export interface WarmWorker {
  readonly uid: number;
  readonly worker: ThreadWorker;
  readonly reply: ReplyMemory;
  readonly output: OutputMemory;
}

/** How many Workers stand ready: a program and its first worker, or a parent and its first child. */
const WARM_WORKERS = 2;
/** Refilling waits, so that it does not compete with the thread that has just been taken. */
const REFILL_DELAY_MS = 30;

/** Keeps Workers ready, since starting one and parsing our code takes far longer than starting a thread in it. */
export class ThreadPool {
  readonly #createWorker: () => ThreadWorker;
  readonly #warm: WarmWorker[] = [];
  #nextUid = 1;
  #refillTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(createWorker: () => ThreadWorker) {
    this.#createWorker = createWorker;
  }

  /** How many Workers stand ready. */
  get size(): number {
    return this.#warm.length;
  }

  /** Brings the pool to its full size, one Worker after the other: the first is ready sooner when it starts alone. */
  fill(): void {
    this.#refillTimer = undefined;
    if (this.#warm.length >= WARM_WORKERS) return;
    const next = this.#create();
    this.#warm.push(next);
    next.worker.onmessage = () => this.fill();
  }

  /** Takes a Worker, a new one if none stands ready; the caller owns it. */
  take(): WarmWorker {
    this.#refillTimer ??= setTimeout(() => this.fill(), REFILL_DELAY_MS);
    return this.#warm.shift() ?? this.#create();
  }

  /** Ends all Workers that stand ready. */
  dispose(): void {
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
    for (const { worker } of this.#warm.splice(0)) worker.terminate();
  }

  #create(): WarmWorker {
    const uid = this.#nextUid++;
    const worker = this.#createWorker();
    const reply = new ReplyMemory();
    const output = new OutputMemory();
    worker.postMessage({ type: 'warm-up', uid, replyMemory: reply.buffer, outputMemory: output.buffer }, []);
    return { uid, worker, reply, output };
  }
}
