import type { PythonSupply } from './python-supply.ts';
import type { ThreadPool, WarmWorker } from './thread-pool.ts';

/** A Worker in which a Python interpreter boots, or has booted. */
export interface PythonWorker {
  readonly warm: WarmWorker;
  /** Resolves when the interpreter has been given all that it boots from; rejects when that could not be had. */
  readonly supplied: Promise<void>;
}

/**
 * Boots the interpreters, and keeps one ready: what a program that starts another would wait for longest. There is none
 * before Python is used or about to be, since it takes as much memory as a running one.
 */
export class PythonSpare {
  readonly #pool: ThreadPool;
  readonly #supply: PythonSupply;
  #spare: PythonWorker | undefined;
  #isDisposed = false;

  /** @param pool where it takes its Workers from */
  constructor(pool: ThreadPool, supply: PythonSupply) {
    this.#pool = pool;
    this.#supply = supply;
  }

  /**
   * Boots an interpreter, unless one stands ready.
   *
   * @param isSpare whether no program is expected soon
   */
  prepare(isSpare: boolean): void {
    if (this.#spare || this.#isDisposed) return;
    const spare = this.#boot(isSpare);
    this.#spare = spare;
    // Whatever is wrong, the program that comes will say.
    spare.supplied.catch(() => this.#drop(spare));
  }

  /** Takes the spare Worker, or a new one; the caller owns it. */
  take(): PythonWorker {
    const worker = this.#spare ?? this.#boot(false);
    this.#spare = undefined;
    return worker;
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#spare) this.#drop(this.#spare);
  }

  #boot(isSpare: boolean): PythonWorker {
    const warm = this.#pool.takeAlone();
    const supply = async (): Promise<void> => {
      const { runtime, machine, complete } = await this.#supply.load();
      warm.worker.postMessage({ type: 'prepare-python', python: runtime, isSpare }, []);
      warm.worker.postMessage({ type: 'python-machine', machine: await machine }, []);
      await complete;
    };
    return { warm, supplied: supply() };
  }

  #drop(spare: PythonWorker): void {
    // A program may have taken it by now.
    if (spare !== this.#spare) return;
    this.#spare = undefined;
    spare.warm.worker.terminate();
  }
}
