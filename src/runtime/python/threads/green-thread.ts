import type { Pointer } from './cpython.ts';
import type { ShadowStack } from './shadow-stacks.ts';
import { NO_SIGNALS } from './signal-set.ts';

/**
 * A call of a native function that may have to wait. The scheduler tries it, suspends the thread when it cannot be done
 * yet, and tries again whenever the thread is woken.
 */
export interface BlockingCall {
  /** When waiting is over, in milliseconds of `performance.now()`; `Infinity` for never. */
  readonly deadlineMs: number;
  /** Completes the call: a new reference, or 0 with an exception set; or `WAIT`, and nothing has changed. */
  attempt(): Pointer;
  /** Arranges that the scheduler's `wake(thread)` is called when an attempt is worth while. */
  enqueue(thread: GreenThread): void;
  /** Takes that back, since a signal came or the time is up. */
  dequeue(thread: GreenThread): void;
  /** The result when the time is up. */
  expire(): Pointer;
}

/** What a thread is to run: three references that the thread takes over; kwargs may be 0. */
export interface ThreadBody {
  readonly callable: Pointer;
  readonly args: Pointer;
  readonly kwargs: Pointer;
}

/** Why a thread that waited is ready again. */
export type WokenBy = 'event' | 'deadline' | 'signal';

/** A Python thread: a stack of WebAssembly that is suspended while others run. */
export class GreenThread {
  state: 'new' | 'ready' | 'running' | 'waiting' | 'done' = 'new';
  wokenBy: WokenBy = 'event';
  /** Woken before it was suspended. */
  wokenEarly = false;
  /** Suspended for the event loop only: it is the next one, and its time slice goes on. */
  keepsTurn = false;
  /** The calls that wait; several when a signal handler waits while its thread does. */
  readonly calls: BlockingCall[] = [];
  /** Continues the suspended stack. */
  resume: (() => void) | undefined;
  stackPointer: Pointer = 0;
  /** How long it has run, but for what it runs now. */
  ranMs = 0;
  blockedSignals = NO_SIGNALS;
  /** Signals sent to this thread alone, which it blocks. */
  pendingSignals = NO_SIGNALS;

  readonly ident: number;
  readonly isMain: boolean;
  /** CPython's `PyThreadState`. */
  readonly pythonState: Pointer;
  readonly stack: ShadowStack;
  readonly body: ThreadBody;
  /** Called when nothing of the thread is left, with what its function returned if it is the main thread. */
  readonly onEnd: (result: unknown) => void;

  constructor(
    properties: Pick<GreenThread, 'ident' | 'isMain' | 'pythonState' | 'stack' | 'body' | 'onEnd'>,
  ) {
    this.ident = properties.ident;
    this.isMain = properties.isMain;
    this.pythonState = properties.pythonState;
    this.stack = properties.stack;
    this.body = properties.body;
    this.onEnd = properties.onEnd;
  }

  get call(): BlockingCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error(`Thread ${this.ident} was resumed and does not wait for anything.`);
    return call;
  }

  get deadlineMs(): number {
    return this.calls.at(-1)?.deadlineMs ?? Infinity;
  }
}
