import { resumeContext } from '../node/internal/async-context.ts';
import { native, thread } from './thread-state.ts';

/**
 * The event loop of a thread, on top of the browser's. It decides two things that the browser does not:
 *
 * - **Order.** Every entry into the reader's code goes through `enter`, so that the `nextTick` queue is empty before
 *   anything else happens. The browser runs microtasks when the stack is empty, that is after each macrotask; hence
 *   one timer, one immediate, one message per macrotask.
 * - **Life.** A thread lives while something refs it. When nothing does, and two more macrotasks have brought nothing
 *   new, the idle handler runs (`beforeExit`, exit, exit code 13).
 */

type Callback = (...args: never[]) => unknown;
type Tick = readonly [callback: Callback, args: readonly unknown[]];

let references = 0;
let depth = 0;
let ticks: Tick[] = [];
let tickTurnRequested = false;
const deferred: Tick[] = [];
let turns = 0;

let handleUncaught = (error: unknown): void => {
  throw error;
};
let handleIdle = (): void => undefined;

/** Sets what happens to an error that nothing in the program caught. */
export function onUncaughtError(handler: (error: unknown) => void): void {
  handleUncaught = handler;
}

/** Sets what happens when nothing keeps the thread alive. */
export function onIdle(handler: () => void): void {
  handleIdle = handler;
}

/** Keeps the thread alive until the matching `unref`. */
export function ref(): void {
  references += 1;
  if (references === 1 && immediates.length > 0) requestImmediateTurn();
}

/** Takes back one `ref`. */
export function unref(): void {
  references -= 1;
  if (references === 0) checkIdle();
}

/** True while something keeps the thread alive. */
export function isAlive(): boolean {
  return references > 0 || ticks.length > 0 || deferred.length > 0;
}

/** How many turns the loop has made: two equal answers mean that nothing of the reader's ran in between. */
export function turnCount(): number {
  return turns;
}

// ── entering the reader's code ──────────────────────────────────────────────────────────────────────────────

/**
 * Runs a callback of the reader's as one turn of the loop: pending ticks first, then the callback, then the ticks
 * that it made. An error goes to the uncaught handler. Nested calls run the callback at once, within the outer turn.
 */
export function enter<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): void {
  if (thread.halting) return;
  if (depth > 0) {
    runGuarded(callback, args);
    return;
  }
  // Ticks made by microtasks of the previous turn come first, and the microtasks they make come before this callback:
  // the browser runs those only between macrotasks, so the callback waits for one.
  if (ticks.length > 0 || deferred.length > 0) {
    deferred.push([callback, args]);
    drainTicks();
    macrotask(runDeferred);
    return;
  }
  runTurn(callback, args);
}

function runTurn(callback: Callback, args: readonly unknown[]): void {
  turns += 1;
  depth += 1;
  // What an `await` came back to in the turn before ends with that turn.
  resumeContext(undefined);
  runGuarded(callback, args);
  depth -= 1;
  drainTicks();
  checkIdle();
}

function runDeferred(): void {
  if (thread.halting) return;
  drainTicks();
  const next = deferred.shift();
  if (next) runTurn(...next);
}

/** Runs a callback of the reader's as part of what runs now, such as a microtask: an error goes to the uncaught handler. */
export function runGuarded(callback: Callback, args: readonly unknown[] = []): void {
  try {
    callback(...(args as never[]));
  } catch (error) {
    if (!thread.halting) handleUncaught(error);
  }
}

/** Runs `callback` after the current turn of the reader's code, before anything else: `process.nextTick`. */
export function nextTick<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): void {
  ticks.push([callback, args]);
  if (depth > 0 || tickTurnRequested) return;
  tickTurnRequested = true;
  macrotask(() => {
    tickTurnRequested = false;
    if (thread.halting) return;
    drainTicks();
    checkIdle();
  });
}

function drainTicks(): void {
  depth += 1;
  while (ticks.length > 0 && !thread.halting) {
    const batch = ticks;
    ticks = [];
    for (let i = 0; i < batch.length && !thread.halting; i++) runGuarded(...batch[i]!);
  }
  depth -= 1;
}

// ── macrotasks ──────────────────────────────────────────────────────────────────────────────────────────────

const { port1, port2 } = new native.MessageChannel();
const post = native.MessagePort.prototype.postMessage.bind(port2, null);
let macrotasks: (() => void)[] = [];
let nextMacrotask = 0;

port1.onmessage = () => {
  const callback = macrotasks[nextMacrotask++]!;
  if (nextMacrotask === macrotasks.length) {
    macrotasks = [];
    nextMacrotask = 0;
  }
  callback();
};

/** Runs `callback` in a macrotask of its own, in order, without the browser's 4 ms clamp. It does not enter or ref. */
export function macrotask(callback: () => void): void {
  macrotasks.push(callback);
  post();
}

// ── immediates ──────────────────────────────────────────────────────────────────────────────────────────────

/** A callback that waits for the end of this turn. Made by `queueImmediate`; `setImmediate` wraps it. */
export interface QueuedImmediate {
  readonly run: () => void;
  state: 'queued' | 'done';
  refed: boolean;
}

let immediates: QueuedImmediate[] = [];
let immediateTurnRequested = false;
let roundIsRunning = false;
const afterRound: (() => void)[] = [];
let runDueTimer = (_slackMs: number): boolean => false;

/** Queues `run` for the next round of immediates. Immediates made during a round wait for the next one. */
export function queueImmediate(run: () => void): QueuedImmediate {
  const immediate: QueuedImmediate = { run, state: 'queued', refed: true };
  immediates.push(immediate);
  references += 1;
  requestImmediateTurn();
  return immediate;
}

/** Forgets an immediate that has not run. */
export function cancelImmediate(immediate: QueuedImmediate): void {
  if (immediate.state === 'done') return;
  immediate.state = 'done';
  if (immediate.refed) unref();
}

/** Lets an immediate keep the thread alive, or not. */
export function setImmediateRef(immediate: QueuedImmediate, refed: boolean): void {
  if (immediate.refed === refed || immediate.state === 'done') return;
  immediate.refed = refed;
  if (refed) ref();
  else unref();
}

/** Sets what runs a timer that is due before a round of immediates; it says whether there was one. */
export function onTimersDue(handler: (slackMs: number) => boolean): void {
  runDueTimer = handler;
}

// On Node more than a millisecond passes between the main program and the first turn of the loop.
const FIRST_TURN_DELAY_MS = 1;

/** @param follows whether a round has just ended */
function requestImmediateTurn(follows = false): void {
  if (immediateTurnRequested) return;
  immediateTurnRequested = true;
  // Node's loop begins with the timers: those that the main program made are due by then and precede its immediates. Between rounds,
  // too, it looks for timers, of which the browser may tell late.
  const isFirstRound = turns <= 1;
  macrotask(function begin() {
    if ((isFirstRound || follows) && runDueTimer(isFirstRound ? FIRST_TURN_DELAY_MS : 0)) {
      macrotask(begin);
      return;
    }
    // Node's loop makes no round for immediates that do not keep it alive: they wait for something that does.
    if (!isAlive()) {
      immediateTurnRequested = false;
      return;
    }
    const round = immediates;
    immediates = [];
    roundIsRunning = true;
    runImmediates(round, 0);
  });
}

/** Runs `callback` after the immediates of this round, or at once if none is running: timers do not come in between. */
export function betweenRounds(callback: () => void): void {
  if (roundIsRunning) afterRound.push(callback);
  else callback();
}

/** One immediate per macrotask, so that microtasks run in between; those made meanwhile wait until the round ends. */
function runImmediates(round: QueuedImmediate[], index: number): void {
  let current = index;
  while (current < round.length && round[current]!.state === 'done') current += 1;
  const immediate = round[current];
  if (immediate) {
    if (current + 1 < round.length) macrotask(() => runImmediates(round, current + 1));
    enter(() => {
      if (immediate.state === 'done') return;
      immediate.state = 'done';
      if (immediate.refed) references -= 1;
      immediate.run();
    });
  }
  if (current + 1 < round.length) return;
  roundIsRunning = false;
  for (const callback of afterRound.splice(0)) callback();
  immediateTurnRequested = false;
  if (immediates.length > 0) requestImmediateTurn(true);
}

// ── idleness ────────────────────────────────────────────────────────────────────────────────────────────────

const QUIET_MACROTASKS = 2;
let idleCheckRequested = false;

/** Looks whether anything keeps the thread alive; called whenever that may have changed. */
export function checkIdle(): void {
  if (idleCheckRequested || references > 0 || thread.halting) return;
  idleCheckRequested = true;
  awaitQuiet(QUIET_MACROTASKS);
}

function awaitQuiet(remaining: number): void {
  macrotask(() => {
    if (thread.halting) return;
    if (isAlive()) {
      idleCheckRequested = false;
      if (references === 0) checkIdle();
      return;
    }
    if (remaining > 1) {
      awaitQuiet(remaining - 1);
      return;
    }
    idleCheckRequested = false;
    handleIdle();
  });
}
