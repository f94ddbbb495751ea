import { INBOX, INBOX_BYTES } from '../protocol/shared-memory.ts';
import type { KernelToThread } from '../protocol/thread-messages.ts';
import { macrotask } from './event-loop.ts';
import { native } from './native.ts';

/** A ring that other threads put messages in for this one. */
export interface Source {
  /**
   * How many messages the kernel had sent to this thread when the ring's next message was put in it, modulo 2³²;
   * undefined while there is none, or none that is wanted now.
   */
  next(): number | undefined;
  /** Takes the next message and hands it to the program. */
  deliver(): void;
}

/*
 * What comes to this thread, from the kernel and from other threads past the kernel, in one order: a message of a ring
 * comes after those that the kernel had sent before it was put in, and before the kernel's others. One message per
 * macrotask, so that microtasks run in between. Without rings, the kernel's messages are handled as they come.
 */

let words = new Int32Array(new SharedArrayBuffer(INBOX_BYTES));
let handle = (_message: KernelToThread): void => undefined;
const fromKernel: KernelToThread[] = [];
const sources = new Set<Source>();
let stepRequested = false;
let listening = false;

/** Takes over the memory that the order is told by. Called once, when the Worker is new. */
export function connectInbox(memory: SharedArrayBuffer): void {
  words = new Int32Array(memory);
}

/** Sets who is given the kernel's messages when their turn has come. */
export function onKernelMessage(handler: typeof handle): void {
  handle = handler;
}

/** What a thread that sends to this one past the kernel must have. */
export function inboxMemory(): SharedArrayBuffer {
  return words.buffer;
}

/** A message of the kernel to a started thread has arrived. */
export function receiveFromKernel(message: KernelToThread): void {
  fromKernel.push(message);
  if (!stepRequested) step();
}

/** Takes messages out of a ring from now on. */
export function addSource(source: Source): void {
  sources.add(source);
  lookAtSources();
  if (!listening) listen();
}

export function removeSource(source: Source): void {
  sources.delete(source);
}

/** A ring may have something that is wanted now and was not before. */
export function lookAtSources(): void {
  if (!stepRequested && nextSource()) requestStep();
}

function requestStep(): void {
  stepRequested = true;
  macrotask(() => {
    stepRequested = false;
    step();
  });
}

function step(): void {
  const source = nextSource();
  const message = source ? undefined : fromKernel.shift();
  // Before the program runs, which may end this task in whatever way.
  if (fromKernel.length > 0) requestStep();
  if (source) {
    // The others' turn comes before it has another.
    sources.delete(source);
    sources.add(source);
    source.deliver();
  } else if (message) {
    native.atomics.add(words, INBOX.taken, 1);
    handle(message);
  }
  lookAtSources();
}

/** A ring whose next message is due: all that the kernel had sent before it has been taken. */
function nextSource(): Source | undefined {
  if (sources.size === 0) return undefined;
  const taken = words[INBOX.taken]!;
  for (const source of sources) {
    const after = source.next();
    if (after !== undefined && ((after - taken) | 0) <= 0) return source;
  }
  return undefined;
}

/** Waits for the bell, which the senders ring; no message wakes a thread as fast. */
function listen(): void {
  listening = sources.size > 0;
  if (!listening) return;
  const rung = native.atomics.load(words, INBOX.bell);
  if (!stepRequested && nextSource()) step();
  const waiting = native.atomics.waitAsync!(words, INBOX.bell, rung);
  if (waiting.async) void waiting.value.then(listen);
  else macrotask(listen);
}
