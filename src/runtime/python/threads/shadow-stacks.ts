import type { CPython, Pointer } from './cpython.ts';

/** The stack in linear memory on which compiled C keeps what needs an address. */
export interface ShadowStack {
  readonly start: Pointer;
  /** Where the stack pointer starts, from which it goes down. */
  readonly top: Pointer;
}

/**
 * How much of it a thread may use before CPython raises RecursionError. The engine's own stack ends long before the
 * shadow stack would: both browsers bear 256 KiB, whatever the recursion goes through.
 */
const USABLE_BYTES = 256 * 1024;
/** For C functions that do not ask how much is left. */
const RESERVE_BYTES = 64 * 1024;
/** At the top of each stack, for the thread's arguments to `PyErr_FormatUnraisable`. */
const HEADER_BYTES = 16;

/**
 * The shadow stacks of green threads, each in memory of its own. (Pyodide keeps all on one and copies those of suspended
 * calls out, which breaks CPython 3.14: its garbage collector walks the frames of every thread, and the first frame of
 * each is on the shadow stack.)
 */
export class ShadowStacks {
  readonly #python: CPython;
  readonly #free: ShadowStack[] = [];

  constructor(python: CPython) {
    this.#python = python;
  }

  /** Takes a stack, or returns `undefined` when memory is short. */
  allocate(): ShadowStack | undefined {
    const free = this.#free.pop();
    if (free) return free;
    const size = HEADER_BYTES + USABLE_BYTES + RESERVE_BYTES;
    const start = this.#python._malloc(size);
    return start === 0 ? undefined : { start, top: (start + size - HEADER_BYTES) & ~15 };
  }

  release(stack: ShadowStack): void {
    this.#free.push(stack);
  }

  /** Tells CPython, whose current thread is on this stack, how deep it may go. */
  protect(stack: ShadowStack, pythonState: Pointer): void {
    this.#python._PyUnstable_ThreadState_SetStackProtection(
      pythonState,
      stack.top - USABLE_BYTES,
      USABLE_BYTES,
    );
  }
}
