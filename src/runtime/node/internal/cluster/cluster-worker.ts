import EventEmitter from '../../events.ts';
import type { IpcTarget } from '../ipc-channel.ts';

/** A process that has a worker's end of the channel, or the primary's. */
export interface WorkerProcess extends IpcTarget {
  readonly pid?: number | undefined;
  readonly exitCode?: number | string | null | undefined;
  readonly signalCode?: string | null;
  kill?(signal?: unknown): boolean;
}

/** How a worker ends, which the primary and the worker itself do in different ways. */
export interface WorkerEnding {
  disconnect(worker: Worker): void;
  destroy(worker: Worker, signal?: unknown): void;
}

/** What a worker is made of. */
export interface WorkerOptions {
  readonly id?: number;
  readonly process?: WorkerProcess;
  readonly state?: string;
}

/** @see https://nodejs.org/api/cluster.html#class-worker */
export class Worker extends EventEmitter {
  exitedAfterDisconnect: boolean | undefined = undefined;
  state: string;
  id: number;
  declare process: WorkerProcess;
  readonly #ending: WorkerEnding | undefined;

  constructor({ state, id, process }: WorkerOptions = {}, ending?: WorkerEnding) {
    super();
    this.state = state || 'none';
    this.id = Number(id) | 0;
    this.#ending = ending;
    if (!process) return;
    this.process = process;
    process.on('error', (...details: unknown[]) => this.emit('error', ...details));
    process.on('message', (message: unknown, handle: unknown) => this.emit('message', message, handle));
  }

  /** @see https://nodejs.org/api/cluster.html#workersendmessage-sendhandle-options-callback */
  send(...given: [message: unknown, ...rest: unknown[]]): boolean {
    return this.process.send!(...given);
  }

  isConnected(): boolean {
    return this.process.connected;
  }

  isDead(): boolean {
    return (this.process.exitCode ?? this.process.signalCode ?? null) !== null;
  }

  disconnect(): this {
    this.#ending?.disconnect(this);
    return this;
  }

  destroy(signal?: unknown): void {
    this.#ending?.destroy(this, signal);
  }

  kill(signal?: unknown): void {
    this.destroy(signal);
  }
}
