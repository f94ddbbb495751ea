import { Alarm } from './alarm.ts';
import { eventLoopTurn } from './event-loop-turn.ts';

/** How long Python may compute before the Worker's event loop turns, so that messages and timers get in. */
const INTERVAL_MS = 8;

/** The Worker's event loop, which Python shares: it has a turn now and then, and all of the time while no thread is ready. */
export class EventLoopShare {
  /** Whether it has its turn: Python goes on when that is over. */
  isTurning = false;
  readonly #alarm = new Alarm();
  readonly #turn: () => void;
  readonly #goOn: () => void;
  /** When a turn was over, and when one began; of `performance.now()`. */
  #lastMs = 0;
  #beganMs = 0;
  #isIdle = true;

  /**
   * @param afterTurn called when a turn is over, with how long it took
   * @param goOn called then, and when a time has come that `idleUntil` was told
   */
  constructor(afterTurn: (tookMs: number) => void, goOn: () => void) {
    this.#goOn = goOn;
    this.#turn = eventLoopTurn(() => {
      this.isTurning = false;
      this.#lastMs = performance.now();
      afterTurn(this.#lastMs - this.#beganMs);
      goOn();
    });
  }

  /** Whether it should have a turn. */
  isDue(nowMs: number): boolean {
    return !this.#isIdle && nowMs - this.#lastMs > INTERVAL_MS;
  }

  turn(nowMs: number): void {
    this.isTurning = true;
    this.#beganMs = nowMs;
    this.#turn();
  }

  /** Nothing is to be done before this time; of `performance.now()`. */
  idleUntil(deadlineMs: number): void {
    this.#isIdle = true;
    this.#alarm.cancel();
    if (deadlineMs !== Infinity) this.#alarm.set(deadlineMs, this.#goOn);
  }

  /** Python computes. */
  leave(nowMs: number): void {
    if (this.#isIdle) this.#lastMs = nowMs;
    this.#isIdle = false;
  }
}
