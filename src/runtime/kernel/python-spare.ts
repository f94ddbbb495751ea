import type { PythonRuntime } from '../protocol/python-runtime.ts';
import type { ThreadPool, WarmWorker } from './thread-pool.ts';

/**
 * Keeps one Worker ready in which a Python interpreter has booted: what a program that starts another would wait for
 * longest. There is none before Python was used, since it takes as much memory as a running one.
 */
export class PythonSpare {
  readonly #pool: ThreadPool;
  #worker: WarmWorker | undefined;
  #isDisposed = false;

  /** @param pool where it takes its Workers from */
  constructor(pool: ThreadPool) {
    this.#pool = pool;
  }

  /** Boots an interpreter, unless one stands ready. */
  prepare(python: PythonRuntime): void {
    if (this.#worker || this.#isDisposed) return;
    this.#worker = this.#pool.take();
    this.#worker.worker.postMessage({ type: 'prepare-python', python }, []);
    // A Worker that was taken cold tells only its owner when it is warm.
    if (!this.#worker.isWarm) this.#pool.hasWarmedUp();
  }

  /** Takes the Worker, if there is one; the caller owns it. */
  take(): WarmWorker | undefined {
    const worker = this.#worker;
    this.#worker = undefined;
    return worker;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.take()?.worker.terminate();
  }
}
