import { releaseProxy, transfer, type Remote } from 'comlink';
import type { Pipe } from '../../kernel/pipe.ts';

/** Takes chunks of a process's output and, at its end, `null`. */
export type OutputListener = Remote<(chunk: Uint8Array | null) => void>;

/** At most this much goes to the page in one call. */
const BATCH_BYTES = 64 * 1024;

/**
 * Carries a pipe's bytes to the page, one call at a time: while the page is busy the pipe fills and its writers wait.
 * (Comlink listens anew for each pending call, so that many at once would cost quadratic time.)
 */
export class OutputPump {
  readonly #pipe: Pipe;
  #deliveredBytes = 0;
  #waiters: { readonly target: number; readonly resolve: () => void }[] = [];

  constructor(pipe: Pipe, listener: OutputListener | undefined) {
    this.#pipe = pipe;
    void this.#run(listener);
  }

  /** Resolves when the page has got all that has been written until now. */
  delivered(): Promise<void> {
    const target = this.#pipe.writtenBytes;
    if (this.#deliveredBytes >= target) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ target, resolve }));
  }

  /** Drops what the page has not got yet. Whoever still writes finds the pipe broken. */
  stop(): void {
    this.#pipe.readEnd.dispose();
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }

  async #run(listener: OutputListener | undefined): Promise<void> {
    for (;;) {
      const batch = await this.#pipe.readEnd.read(BATCH_BYTES);
      if (batch.length === 0) break;
      const { length } = batch;
      const copy = batch.slice();
      await listener?.(transfer(copy, [copy.buffer]) as Uint8Array);
      this.#deliveredBytes += length;
      for (const { resolve } of this.#waiters.filter(({ target }) => target <= this.#deliveredBytes))
        resolve();
      this.#waiters = this.#waiters.filter(({ target }) => target > this.#deliveredBytes);
    }
    await listener?.(null);
    // Not left to the garbage collector: the page keeps a port and a listener for it until then.
    listener?.[releaseProxy]();
  }
}
