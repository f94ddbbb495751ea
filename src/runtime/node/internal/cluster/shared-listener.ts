import { callSync, send } from '../../../thread/system-calls.ts';
import type { ListeningSocket } from '../net/listener.ts';
import { type Reply, tell } from './cluster-messages.ts';
import type { Worker } from './cluster-worker.ts';

/** A listening socket of the primary process, on which servers of several workers stand. */
export interface SharedListener {
  /** @returns what the worker is told */
  add(worker: Worker): Reply;
  /** @returns whether no worker is left, and the socket closed */
  remove(worker: Worker): boolean;
}

/** Gives every worker the socket itself: whoever is first gets a connection. */
export class AcceptingWorkers implements SharedListener {
  readonly #key: string;
  readonly #listener: ListeningSocket;
  readonly #workers = new Set<Worker>();

  constructor(key: string, listener: ListeningSocket) {
    this.#key = key;
    this.#listener = listener;
  }

  add(worker: Worker): Reply {
    this.#workers.add(worker);
    const fd = giveTo(worker, this.#listener.fd);
    return { key: this.#key, at: this.#listener.at, ...(fd === null ? {} : { fd }) };
  }

  remove(worker: Worker): boolean {
    const isLast = this.#workers.delete(worker) && this.#workers.size === 0;
    if (isLast) this.#listener.close();
    return isLast;
  }
}

/** Accepts in the primary process, and hands the connections to workers in turn, each to one that has taken its last one. */
export class RoundRobin implements SharedListener {
  readonly #key: string;
  readonly #listener: ListeningSocket;
  readonly #workers = new Set<Worker>();
  /** Those that have nothing to take, in the order in which they became so. */
  readonly #free = new Set<Worker>();
  readonly #waiting: number[] = [];
  /** Connections on their way: a worker that ends before it answers has not taken its own. */
  readonly #offered = new Map<Worker, number>();

  constructor(key: string, listener: ListeningSocket) {
    this.#key = key;
    this.#listener = listener;
    listener.begin((fd) => this.#distribute(fd));
  }

  add(worker: Worker): Reply {
    this.#workers.add(worker);
    // The answer goes out before the first connection does.
    queueMicrotask(() => this.#handOff(worker));
    return { key: this.#key, at: this.#listener.at };
  }

  remove(worker: Worker): boolean {
    if (!this.#workers.delete(worker)) return false;
    this.#free.delete(worker);
    const offered = this.#offered.get(worker);
    this.#offered.delete(worker);
    if (offered !== undefined) this.#distribute(offered);
    if (this.#workers.size > 0) return false;
    for (const fd of this.#waiting.splice(0)) send('close', fd);
    this.#listener.close();
    return true;
  }

  #distribute(fd: number): void {
    this.#waiting.push(fd);
    const [worker] = this.#free;
    if (worker) this.#handOff(worker);
  }

  #handOff(worker: Worker): void {
    if (!this.#workers.has(worker) || this.#offered.has(worker)) return;
    const fd = this.#waiting.shift();
    if (fd === undefined) {
      this.#free.add(worker);
      return;
    }
    this.#free.delete(worker);
    const given = giveTo(worker, fd);
    const isSent =
      given !== null &&
      tell(worker.process, { act: 'newconn', key: this.#key, fd: given }, ({ accepted = false }) => {
        if (!this.#offered.delete(worker)) return;
        if (accepted) send('close', fd);
        else this.#distribute(fd);
        this.#handOff(worker);
      });
    if (isSent) this.#offered.set(worker, fd);
    else this.#distribute(fd);
  }
}

/** A descriptor of the worker that leads where one of this process leads; `null` when the worker is gone or has too many. */
function giveTo(worker: Worker, fd: number): number | null {
  try {
    return callSync('descriptor.give', fd, worker.process.pid!);
  } catch {
    return null;
  }
}
