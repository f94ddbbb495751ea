import type { CPython, Pointer } from './cpython.ts';
import type { ThreadBody } from './green-thread.ts';
import { GreenThread } from './green-thread.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import type { RunThread } from './native-module.ts';
import { ShadowStacks } from './shadow-stacks.ts';

/** What a green thread is to the interpreter: a `PyThreadState`, an identifier and a shadow stack. */
export class InterpreterThreads {
  readonly mainIdent: number;
  /** Always the identifier of the current thread, for WebAssembly. */
  readonly identVariable: WebAssembly.Global<'i32'>;
  readonly #python: CPython;
  readonly #layout: InterpreterLayout;
  readonly #stacks: ShadowStacks;
  /** What the interpreter had before any thread: callbacks of JavaScript run on it while no thread does. */
  readonly #idleState: Pointer;
  readonly #idleStackPointer: Pointer;
  #lastIdent: number;
  #runThread: RunThread | undefined;

  constructor(python: CPython, layout: InterpreterLayout) {
    this.#python = python;
    this.#layout = layout;
    this.#stacks = new ShadowStacks(python);
    this.#idleState = python._PyThreadState_GetUnchecked();
    this.#idleStackPointer = python.stackSave();
    this.#lastIdent = this.mainIdent = python._PyThread_get_thread_ident();
    this.identVariable = new WebAssembly.Global({ value: 'i32', mutable: true }, this.mainIdent);
  }

  connect(runThread: RunThread): void {
    this.#runThread = runThread;
  }

  /** Makes a thread, or returns `undefined` when memory is short. */
  create(isMain: boolean, body: ThreadBody, onEnd: (result: unknown) => void): GreenThread | undefined {
    const python = this.#python;
    const stack = this.#stacks.allocate();
    if (!stack) return undefined;
    const pythonState = python._PyThreadState_New(python._PyInterpreterState_Get());
    if (pythonState === 0) {
      this.#stacks.release(stack);
      return undefined;
    }
    const ident = isMain ? this.mainIdent : (this.#lastIdent += 64);
    this.#layout.setThreadIdent(pythonState, ident);
    return new GreenThread({ ident, isMain, pythonState, stack, body, onEnd });
  }

  /** The first run of a thread, on a stack of its own. */
  launch(thread: GreenThread): void {
    const { callable, args, kwargs } = thread.body;
    const python = this.#python;
    this.enter(thread);
    this.#stacks.protect(thread.stack, thread.pythonState);
    python.stackRestore(thread.stack.top);
    python.HEAPU32[thread.stack.top >>> 2] = callable;
    const run = this.#runThread?.(callable, args, kwargs, thread.pythonState, thread.stack.top);
    run?.catch((error: unknown) => {
      // Nothing of Python throws here: WebAssembly trapped, and the interpreter is not to be trusted any more.
      queueMicrotask(() => {
        throw error;
      });
    });
  }

  /** A thread goes on. */
  enter(thread: GreenThread): void {
    this.#python._PyThreadState_Swap(thread.pythonState);
    this.#python.validSuspender.value = true;
    this.identVariable.value = thread.ident;
  }

  /** No thread runs. */
  leave(): void {
    this.#python._PyThreadState_Swap(this.#idleState);
    this.#python.stackRestore(this.#idleStackPointer);
    this.#python.validSuspender.value = false;
    this.identVariable.value = this.mainIdent;
  }

  /** The current thread, whose state has been cleared, is no more. */
  delete(thread: GreenThread): void {
    this.#python._PyThreadState_DeleteCurrent();
    this.leave();
    this.#stacks.release(thread.stack);
  }
}
