import type { CPython, Pointer } from './cpython.ts';
import { constantString, stringAt } from './cpython.ts';
import type { GreenThread } from './green-thread.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import type { Scheduler } from './scheduler.ts';

/** The signal, the last one, whose handler gives the processor away; no program has a use for it. */
export const SWITCH_SIGNAL = 64;

const SIGINT = 2;

/** What the clock is set to just before the evaluation loop reads the interrupt buffer. */
const CLOCK_OF_EVALUATION_LOOP = 50;
/** Below that always, so that it tells who reads; random, or it would keep time with the body of the program's loop. */
const CLOCK_CONTENDED = { least: 18, range: 31 } as const;
/** A thread that is alone may be suspended wherever it is, so that the clock need not tell, and may run longer. */
const CLOCK_ALONE = { least: 400, range: 63 } as const;

/** `_PY_SIGNALS_PENDING_BIT` of `eval_breaker`. */
const SIGNALS_PENDING = 1 << 1;

/**
 * Makes the evaluation loop give way. CPython for Emscripten reads an "interrupt buffer" now and then, and handles the
 * signal it finds: ours is an object whose first element is a question to the scheduler. It answers with a signal of the
 * process, for the main thread, and raises `SWITCH_SIGNAL` by itself when another thread is due.
 *
 * - `_Py_emscripten_signal_clock` counts down in the evaluation loop; at 0 it becomes 50 and the buffer is read. Compiled
 *   code that calls `PyErr_CheckSignals()` reads the buffer too, and must not be suspended there: it may be in the middle of
 *   something that others must not see. The clock tells them apart.
 * - CPython sets the "signals pending" bit only for what it takes for its main thread, hence we set it for the current.
 * - Our own Python code stands in for C functions, which are atomic: it is never interrupted.
 */
export class Preemption {
  readonly #python: CPython;
  readonly #layout: InterpreterLayout;
  readonly #scheduler: Scheduler;
  #random = 1;

  constructor(python: CPython, layout: InterpreterLayout, scheduler: Scheduler) {
    this.#python = python;
    this.#layout = layout;
    this.#scheduler = scheduler;
    scheduler.onDispatch = (thread) => {
      this.#onDispatch(thread);
    };
  }

  /** What CPython reads as if it were memory: the signal to handle, or 0. It is written back as 0, which is ignored. */
  readonly interruptBuffer = ((preemption: Preemption) => ({
    get 0() {
      return preemption.#poll();
    },
    set 0(_value: number) {
      // CPython clears what it has read; what was not a question of memory needs no clearing.
    },
  }))(this);

  /** Makes the evaluation loop ask at its next chance, such as the end of the call that runs. */
  askSoon(): void {
    this.#clock = 0;
  }

  #onDispatch(thread: GreenThread): void {
    if (thread.isMain && this.#scheduler.signals.any) this.askSoon();
    // Never later than before: a thread that does nothing but start others or signal would not be looked at again.
    else this.#clock = Math.min(this.#clock, this.#interval());
  }

  #poll(): number {
    const scheduler = this.#scheduler;
    const inEvaluationLoop = this.#clock === CLOCK_OF_EVALUATION_LOOP;
    // Compiled code may look more often than the evaluation loop, whose turn would then never come.
    if (inEvaluationLoop) this.#wind();
    const thread = scheduler.current;
    if (!thread) return 0;
    const signalled = scheduler.signals.any;
    if (signalled && thread.isMain) {
      // Code that looks for signals by itself, as a wait of ours does, can take one.
      if (inEvaluationLoop && this.#inOurCode()) return this.#later();
      scheduler.requested.drop();
      if (inEvaluationLoop) this.#lookUp();
      const signal = scheduler.signals.take();
      if (signal === SIGINT) scheduler.interrupted();
      if (scheduler.signals.any) this.askSoon();
      return signal;
    }
    if (scheduler.requested.isPending) {
      if (inEvaluationLoop) this.#lookUp();
      return this.#raiseSwitch();
    }
    if (signalled) scheduler.signalled();
    return this.#isDue(inEvaluationLoop) ? this.#switch() : 0;
  }

  #isDue(inEvaluationLoop: boolean): boolean {
    const scheduler = this.#scheduler;
    if (!this.#python.validSuspender.value) return false;
    if (!inEvaluationLoop && !scheduler.alone) return false;
    return scheduler.isSwitchDue(performance.now());
  }

  #switch(): number {
    if (this.#inOurCode()) return this.#later();
    this.#lookUp();
    return this.#raiseSwitch();
  }

  /** CPython would tell the program of it (`signal.set_wakeup_fd`), whose signal it is not. */
  #raiseSwitch(): 0 {
    const { HEAP32, __PyRuntime } = this.#python;
    const wakeup = (__PyRuntime + this.#layout.wakeupDescriptor) >> 2;
    const descriptor = HEAP32[wakeup] as number;
    HEAP32[wakeup] = -1;
    this.#python._PyErr_SetInterruptEx(SWITCH_SIGNAL);
    HEAP32[wakeup] = descriptor;
    return 0;
  }

  #later(): 0 {
    this.askSoon();
    return 0;
  }

  #wind(): void {
    this.#clock = this.#interval();
  }

  #interval(): number {
    const { least, range } = this.#scheduler.alone ? CLOCK_ALONE : CLOCK_CONTENDED;
    this.#random = (Math.imul(this.#random, 1103515245) + 12345) >>> 0;
    return least + ((this.#random >>> 16) % range);
  }

  get #clock(): number {
    return this.#python.HEAP32[this.#python.__Py_emscripten_signal_clock >> 2] as number;
  }

  set #clock(value: number) {
    this.#python.HEAP32[this.#python.__Py_emscripten_signal_clock >> 2] = value;
  }

  #lookUp(): void {
    const state = this.#python._PyThreadState_GetUnchecked();
    const breaker = (state + this.#layout.evalBreaker) >>> 2;
    this.#python.HEAP32[breaker] = (this.#python.HEAP32[breaker] as number) | SIGNALS_PENDING;
  }

  #inOurCode(): boolean {
    const python = this.#python;
    const frame = python._PyThreadState_GetFrame(python._PyThreadState_GetUnchecked());
    if (frame === 0) return false;
    const code = python._PyFrame_GetCode(frame);
    const ours = fileName(python, code).includes('/_interleave/');
    python._Py_DecRef(code);
    python._Py_DecRef(frame);
    return ours;
  }
}

function fileName(python: CPython, code: Pointer): string {
  const name = python._PyObject_GetAttrString(code, constantString(python, 'co_filename'));
  const text = stringAt(python, python._PyUnicode_AsUTF8(name));
  python._Py_DecRef(name);
  return text;
}
