import { betweenRounds, enter, macrotask, onTimersDue } from './event-loop.ts';
import { native } from './thread-state.ts';

/** A timer in the queue. `expiryMs` is on the clock of `performance.now()`, in whole milliseconds. */
export interface QueuedTimer {
  expiryMs: number;
  /** Orders timers of the same expiry: first made, first run. */
  sequence: number;
  /** Position in the heap, -1 while not queued. */
  position: number;
  readonly run: () => void;
}

let nextSequence = 0;
const heap: QueuedTimer[] = [];
let armedForMs = Infinity;
let armed = 0;
let runRequested = false;

/**
 * Queues a timer to run after `delayMs`.
 *
 * The browser's own timers would run in another order (each from the moment it was made) and are clamped to 4 ms once
 * nested; here a single one of them wakes the queue, armed from macrotasks, where no nesting accumulates.
 */
export function queueTimer(timer: QueuedTimer, delayMs: number): void {
  if (timer.position !== -1) removeTimer(timer);
  timer.expiryMs = Math.floor(native.now()) + delayMs;
  timer.sequence = nextSequence++;
  timer.position = heap.length;
  heap.push(timer);
  siftUp(timer.position);
  if (timer.position === 0) arm();
}

/** Takes a timer out of the queue. */
export function removeTimer(timer: QueuedTimer): void {
  const { position } = timer;
  if (position === -1) return;
  timer.position = -1;
  const last = heap.pop()!;
  if (last === timer) return;
  heap[position] = last;
  last.position = position;
  siftDown(position);
  siftUp(last.position);
}

function arm(): void {
  const first = heap[0];
  if (!first || runRequested || first.expiryMs >= armedForMs) return;
  native.clearTimeout(armed);
  armedForMs = first.expiryMs;
  armed = native.setTimeout(requestRun, Math.max(0, Math.ceil(first.expiryMs - native.now())));
}

function requestRun(): void {
  armedForMs = Infinity;
  if (runRequested) return;
  runRequested = true;
  macrotask(runFirst);
}

/** Runs one due timer; the next one gets a macrotask of its own, so that microtasks run in between. */
function runFirst(): void {
  betweenRounds(runFirstNow);
}

function runFirstNow(): void {
  runRequested = false;
  const first = heap[0];
  if (!first) return;
  if (first.expiryMs > native.now()) {
    arm();
    return;
  }
  run(first);
  const next = heap[0];
  if (next && next.expiryMs <= native.now()) requestRun();
  else arm();
}

onTimersDue((slackMs) => {
  const first = heap[0];
  if (!first || first.expiryMs > native.now() + slackMs) return false;
  run(first);
  return true;
});

function run(timer: QueuedTimer): void {
  enter(() => {
    // A tick before this turn may have cleared it.
    if (timer.position === -1) return;
    removeTimer(timer);
    timer.run();
  });
}

function isBefore(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.expiryMs === b.expiryMs ? a.sequence < b.sequence : a.expiryMs < b.expiryMs;
}

function siftUp(from: number): void {
  let position = from;
  while (position > 0) {
    const above = (position - 1) >> 1;
    if (!isBefore(heap[position]!, heap[above]!)) return;
    swap(position, above);
    position = above;
  }
}

function siftDown(from: number): void {
  let position = from;
  for (;;) {
    const left = 2 * position + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const below = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
    if (!isBefore(heap[below]!, heap[position]!)) return;
    swap(position, below);
    position = below;
  }
}

function swap(a: number, b: number): void {
  const [first, second] = [heap[a]!, heap[b]!];
  heap[a] = second;
  heap[b] = first;
  second.position = a;
  first.position = b;
}
