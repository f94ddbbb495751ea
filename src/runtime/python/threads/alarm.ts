/**
 * Wakes the interpreter's Worker at a time. `Atomics.waitAsync` has no minimum, whereas browsers stretch nested timers to
 * 4 ms.
 */
export class Alarm {
  readonly #word = new Int32Array(new SharedArrayBuffer(4));
  /** Counts settings, so that an alarm that was set again or cancelled does not ring. */
  #setting = 0;

  /** @param atMs of `performance.now()`; replaces what was set before */
  set(atMs: number, ring: () => void): void {
    const setting = ++this.#setting;
    const timeoutMs = Math.max(0, atMs - performance.now());
    const wait = Atomics.waitAsync(this.#word, 0, 0, timeoutMs);
    const rung = () => {
      if (setting === this.#setting) ring();
    };
    if (wait.async) void wait.value.then(rung);
    else queueMicrotask(rung);
  }

  cancel(): void {
    this.#setting++;
    Atomics.notify(this.#word, 0);
  }
}
