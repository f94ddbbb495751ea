import { END, SLEEP } from '../protocol/module-calls.ts';
import { THREAD_END_BYTES } from '../protocol/shared-memory.ts';
import { native } from './native.ts';

/*
 * Chromium lets a Worker that is terminated in the middle of its script run on for two seconds, on a processor that
 * others need, before it breaks in. A thread that finds itself ended sleeps until then.
 */

let word = new Int32Array(new SharedArrayBuffer(THREAD_END_BYTES));

/** Takes over the memory in which the kernel tells the thread's end. Called once, when the Worker is new. */
export function connectEnd(memory: SharedArrayBuffer): void {
  word = new Int32Array(memory);
}

/** Defines what the loops of the program's text look at: see `kernel/modules/follow-end.ts`. */
export function installEndLook(): void {
  // What can never change, the engine's compiler takes for a constant.
  Object.defineProperty(globalThis, END, { value: word });
  Object.defineProperty(globalThis, SLEEP, { value: sleep });
}

/** Does not return: nothing of the program may happen any more. */
function sleep(): void {
  while (word[0] !== 0) native.atomics.wait(word, 0, word[0]!);
}
