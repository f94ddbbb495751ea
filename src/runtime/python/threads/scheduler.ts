import type { ThreadSuspension, WaitOperation } from '../blocking.ts';
import type { CPython, Pointer } from './cpython.ts';
import { raise } from './cpython.ts';
import { EventLoopShare } from './event-loop-share.ts';
import type { BlockingCall, GreenThread, ThreadBody } from './green-thread.ts';
import type { InterpreterThreads } from './interpreter-threads.ts';
import type { SwitchPoints } from './native-module.ts';
import { CHECK_SIGNALS, WAIT } from './native-module.ts';
import { waitFor } from './operation-wait.ts';
import type { PendingSignals } from './pending-signals.ts';
import { ProcessorTime } from './processor-time.ts';
import { RequestedWait } from './requested-wait.ts';
import { RunQueue } from './run-queue.ts';
import { SignalMasks } from './signal-masks.ts';
import { YieldCall } from './yield-call.ts';

/** As many as a process may have; a Linux container allows about as many. */
const MAX_THREADS = 4096;
/** How long a wait in place may keep the event loop, and what it has for other threads, from its turn. */
const BRIEF_WAIT_MS = 2;

/**
 * Runs the green threads of one interpreter, one at a time. A thread runs until it waits, ends or is preempted; then the
 * next ready thread's promise is resolved, which continues its stack of WebAssembly. When none is ready, the Worker's event
 * loop has its turn until an event, a deadline or a signal makes one ready.
 *
 * It knows nothing of locks, queues or pipes: those are `BlockingCall`s, which call `wake`.
 */
export class Scheduler implements SwitchPoints, ThreadSuspension {
  /** Of a time slice, in milliseconds: `sys.setswitchinterval`. */
  switchIntervalMs = 5;
  /** The thread that runs, if any does. */
  current: GreenThread | undefined;
  main: GreenThread | undefined;
  /** Whether the interpreter ends. */
  isFinalizing = false;
  /** Called before a thread runs and when it gets company, to time when it is looked at again. */
  onDispatch: (thread: GreenThread) => void = () => undefined;

  /** Called before a thread runs and after it has run, for what the process shares with others. */
  onSwitch: () => void = () => undefined;
  /** Called when a thread has ended, the main thread too. */
  onEnd: () => void = () => undefined;

  /** Of the process; only the main thread handles them. */
  readonly signals: PendingSignals;
  /** Of the threads. */
  readonly masks: SignalMasks;
  /** By a system call of the current thread. */
  readonly requested = new RequestedWait();
  readonly processorTime = new ProcessorTime();

  readonly #python: CPython;
  readonly #interpreter: InterpreterThreads;
  readonly #threads = new Map<number, GreenThread>();
  readonly #queue = new RunQueue();
  readonly #loop: EventLoopShare;
  /** When the current thread began to run; of `performance.now()`. */
  #sliceStartMs = 0;
  #mainResult: unknown;
  /** Whether the native function that runs was called where its thread can be suspended. */
  #suspendable = false;

  constructor(python: CPython, interpreter: InterpreterThreads, signals: PendingSignals) {
    this.#python = python;
    this.signals = signals;
    this.masks = new SignalMasks(signals);
    this.#interpreter = interpreter;
    const goOn = () => {
      this.#schedule();
    };
    this.#loop = new EventLoopShare((tookMs) => (this.#sliceStartMs += tookMs), goOn);
  }

  /** Threads that have begun and not ended, the main thread not among them. */
  get count(): number {
    return this.#threads.size - (this.main ? 1 : 0);
  }

  /** Of the current thread; the main thread's while none runs. */
  get ident(): number {
    return this.current?.ident ?? this.#interpreter.mainIdent;
  }

  /** Whether the current thread should be suspended, for the event loop, for another thread or for one that gets a signal. */
  isSwitchDue(nowMs: number): boolean {
    this.#queue.expire(nowMs);
    if (this.#loop.isDue(nowMs)) return true;
    if (this.current && this.#queue.prefers(this.current, nowMs)) return false;
    return !this.#queue.isEmpty && (this.signals.any || this.#isSliceOver(nowMs));
  }

  /** Whether the current thread is the only one. */
  get alone(): boolean {
    return this.#threads.size <= 1;
  }

  /**
   * Runs a Python callable as the main thread. The promise is fulfilled with what it returned, as JavaScript sees it;
   * daemon threads may still be there.
   */
  runMain(callable: object): Promise<unknown> {
    if (this.main) throw new Error('The main thread of this interpreter is running already.');
    const python = this.#python;
    const pointer = python.PyProxy_getPtr(callable);
    python._Py_IncRef(pointer);
    const body = { callable: pointer, args: python._PyTuple_New(0), kwargs: 0 };
    return new Promise((resolve, reject) => {
      const main = this.#create(true, body, resolve);
      if (main) this.#queue.add((this.main = main));
      else reject(new Error('There is not enough memory for the main thread.'));
      this.#schedule();
    });
  }

  /** Starts a thread, which runs when its turn comes. Returns `undefined` when there are too many or memory is short. */
  start(body: ThreadBody, onEnd: () => void): GreenThread | undefined {
    if (this.#threads.size >= MAX_THREADS) return undefined;
    const thread = this.#create(false, body, onEnd);
    if (!thread) return undefined;
    this.#queue.add(thread);
    if (this.current) this.onDispatch(this.current);
    return thread;
  }

  /** Makes a thread that waits try its call again. Others are unaffected, but remember it until they wait. */
  wake(thread: GreenThread): void {
    if (thread.state === 'waiting') this.#queue.unpark(thread, 'event');
    else thread.wokenEarly = true;
    this.#schedule();
  }

  /** From now on only the main thread runs, as when CPython ends: the others stay where they are. */
  finalize(): void {
    this.isFinalizing = true;
    this.#queue.keepMainOnly();
  }

  /** To be called when a person interrupts the program: others let the main thread say where it was. */
  interrupted(): void {
    this.#queue.preferMain();
  }

  /** To be called when a signal may have come: wakes who waits for it, or the main thread if it waits. */
  signalled(): void {
    this.masks.serve();
    if (!this.main || !this.signals.any) return;
    if (this.main.state === 'waiting') this.#queue.unpark(this.main, 'signal');
    this.#schedule();
  }

  /**
   * Runs TypeScript that WebAssembly called. While it does, nothing can be suspended: whatever of CPython it calls may look
   * for signals, or run Python, and its own frame lies beneath.
   */
  guard<Result>(body: () => Result): Result {
    const { validSuspender } = this.#python;
    const [outer, before] = [this.#suspendable, validSuspender.value];
    this.#suspendable = before;
    validSuspender.value = false;
    try {
      return body();
    } finally {
      this.#suspendable = outer;
      validSuspender.value = before;
    }
  }

  /** What a native function that blocks returns: completes the call, or makes the thread wait for it. */
  begin(call: BlockingCall): Pointer {
    const outcome = call.attempt();
    if (outcome !== WAIT) return outcome;
    const thread = this.current;
    if (!thread || !this.#suspendable) {
      return raise(
        this.#python,
        'RuntimeError',
        'cannot wait here: a callback of JavaScript runs, or the program has not started',
      );
    }
    thread.calls.push(call);
    call.enqueue(thread);
    return WAIT;
  }

  /** Lets the others that are ready run first. Completes with None, as `begin` does. */
  yield(): Pointer {
    return this.begin(new YieldCall(this.#python.__Py_NoneStruct, false));
  }

  /** Whether the code that runs can be suspended: a Python thread runs, and no frame of JavaScript lies on its stack. */
  canSuspend(): boolean {
    return this.current !== undefined && this.#python.validSuspender.value;
  }

  suspendAtNextCheck(operation: WaitOperation): void {
    this.requested.set(operation);
  }

  blockBriefly(wait: (mostMs: number) => boolean): boolean {
    const nowMs = performance.now();
    const mostMs = Math.min(BRIEF_WAIT_MS, this.#queue.idleMs(nowMs));
    if (mostMs <= 0 || this.signals.any) return false;
    const thread = this.#running();
    this.processorTime.end(nowMs);
    const isOver = wait(mostMs);
    this.processorTime.begin(thread, performance.now());
    return isOver;
  }

  /** What the handler of the switch signal does: waits for what was asked for, or lets others or the event loop run. */
  switch(): Pointer {
    const operation = this.requested.take();
    if (operation) return waitFor(this.#python, this, operation);
    const keepsTurn = !this.signals.any && !this.#isSliceOver(performance.now());
    return this.begin(new YieldCall(this.#python.__Py_NoneStruct, keepsTurn));
  }

  /** The thread with this identifier, if it runs. */
  thread(ident: number): GreenThread | undefined {
    return this.#threads.get(ident);
  }

  // What the native module calls.

  suspend(): Promise<void> {
    const thread = this.#running();
    this.onSwitch();
    this.current = undefined;
    thread.stackPointer = this.#python.stackSave();
    const resumption = new Promise<void>((resolve) => {
      thread.resume = resolve;
    });
    this.#park(thread);
    this.#schedule();
    return resumption;
  }

  resumed(): number {
    const thread = this.#running();
    this.#python.stackRestore(thread.stackPointer);
    this.#interpreter.enter(thread);
    switch (thread.wokenBy) {
      case 'event':
        return this.again();
      case 'deadline':
        return this.guard(() => {
          const outcome = thread.call.attempt();
          return this.#finish(thread, outcome === WAIT ? thread.call.expire() : outcome);
        });
      case 'signal':
        return CHECK_SIGNALS;
    }
  }

  again(): number {
    const thread = this.#running();
    const { call } = thread;
    return this.guard(() => {
      const outcome = call.attempt();
      if (outcome !== WAIT) return this.#finish(thread, outcome);
      if (performance.now() >= call.deadlineMs) return this.#finish(thread, call.expire());
      call.enqueue(thread);
      return WAIT;
    });
  }

  abandon(): void {
    this.#running().calls.pop();
  }

  returned(result: Pointer): void {
    const thread = this.#running();
    if (!thread.isMain) return;
    this.guard(() => {
      this.#mainResult = result === 0 ? undefined : this.#python._python2js(result);
    });
  }

  ended(): void {
    const thread = this.#running();
    thread.state = 'done';
    this.onEnd();
    this.#threads.delete(thread.ident);
    this.masks.threadEnds(thread);
    this.#interpreter.delete(thread);
    this.current = undefined;
    if (thread.isMain) this.main = undefined;
    thread.onEnd(thread.isMain ? this.#mainResult : undefined);
    this.#schedule();
  }

  // Threads.

  #create(isMain: boolean, body: ThreadBody, onEnd: (result: unknown) => void): GreenThread | undefined {
    const thread = this.#interpreter.create(isMain, body, onEnd);
    if (!thread) return undefined;
    this.#threads.set(thread.ident, thread);
    this.masks.threadBegins(thread, this.current);
    return thread;
  }

  #running(): GreenThread {
    if (!this.current) throw new Error('No Python thread is running.');
    return this.current;
  }

  #park(thread: GreenThread): void {
    if (thread.wokenEarly) {
      thread.wokenEarly = false;
      thread.wokenBy = 'event';
      this.#queue.add(thread);
      return;
    }
    this.#queue.park(thread);
    if (thread.isMain && this.signals.any) this.#queue.unpark(thread, 'signal');
  }

  // Who is next.

  #schedule(): void {
    if (this.current || this.#loop.isTurning) return;
    const nowMs = performance.now();
    this.processorTime.end(nowMs);
    this.#queue.expire(nowMs);
    if (this.#queue.isEmpty) {
      this.#interpreter.leave();
      this.#loop.idleUntil(this.#queue.nextDeadlineMs);
    } else if (this.#loop.isDue(nowMs)) {
      this.#interpreter.leave();
      this.#loop.turn(nowMs);
    } else {
      this.#dispatch(nowMs);
    }
  }

  #dispatch(nowMs: number): void {
    const thread = this.#queue.take()!;
    this.#loop.leave(nowMs);
    this.processorTime.begin(thread, nowMs);
    const isNew = thread.state === 'new';
    thread.state = 'running';
    this.current = thread;
    if (!thread.keepsTurn) this.#sliceStartMs = nowMs;
    thread.keepsTurn = false;
    this.onDispatch(thread);
    this.onSwitch();
    // A promise of its own: the stack from which we schedule has to unwind first.
    if (isNew) {
      queueMicrotask(() => {
        this.#interpreter.launch(thread);
      });
    } else {
      thread.resume?.();
    }
  }

  /** A thread that gets ready waits for a whole slice, as for the GIL, unless the current thread gives way before. */
  #isSliceOver(nowMs: number): boolean {
    return nowMs - Math.max(this.#sliceStartMs, this.#queue.awaitedSinceMs) >= this.switchIntervalMs;
  }

  #finish(thread: GreenThread, outcome: Pointer): Pointer {
    thread.calls.pop();
    return outcome;
  }
}
