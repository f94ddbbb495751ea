import { callableClass } from '../callable-class.ts';
import { invalidArgType } from '../errors.ts';
import EventEmitter from '../../events.ts';
import { ListeningSocket } from '../net/listener.ts';
import { nextTick } from '../next-tick.ts';
import { processObject } from '../process-object.ts';
import { fork as forkProcess } from '../spawn.ts';
import { type ClusterMessage, onClusterMessage, type Reply, reply, tell } from './cluster-messages.ts';
import { Worker, type WorkerEnding } from './cluster-worker.ts';
import { AcceptingWorkers, RoundRobin, type SharedListener } from './shared-listener.ts';

const SCHED_NONE = 1;
const SCHED_RR = 2;

/** What `setupPrimary` sets. */
type ClusterSettings = Record<string, unknown> & { args?: unknown[]; exec?: string; execArgv?: unknown[] };

/** `cluster` in a process that is no worker of another's. */
export class PrimaryCluster extends EventEmitter {
  isWorker = false;
  isMaster = true;
  isPrimary = true;
  Worker = callableClass(Worker);
  workers: Record<number, Worker> = {};
  settings: ClusterSettings = {};
  SCHED_NONE = SCHED_NONE;
  SCHED_RR = SCHED_RR;
  schedulingPolicy = processObject().env['NODE_CLUSTER_SCHED_POLICY'] === 'none' ? SCHED_NONE : SCHED_RR;
  /** The policy that held when the first worker was set up: it holds for all. */
  #policy: number | null = null;
  #lastId = 0;
  readonly #listeners = new Map<string, SharedListener>();
  readonly #onNoWorkers: (() => void)[] = [];
  readonly #ending: WorkerEnding = {
    disconnect: (worker) => {
      worker.exitedAfterDisconnect = true;
      tell(worker.process, { act: 'disconnect' });
      this.#closeListenersOf(worker);
      this.#forget(worker);
    },
    destroy: (worker, signal) => worker.process.kill!(signal || 'SIGTERM'),
  };

  // Functions of the module's own, which programs import by name.

  setupPrimary = (given?: ClusterSettings): void => {
    const { argv, execArgv } = processObject();
    const settings: ClusterSettings = {
      args: argv.slice(2),
      exec: argv[1]!,
      execArgv,
      silent: false,
      ...this.settings,
      ...given,
    };
    this.settings = settings;
    this.#policy ??= this.schedulingPolicy;
    nextTick(() => this.emit('setup', settings));
  };

  setupMaster = this.setupPrimary;

  fork = (variables?: Record<string, unknown>): Worker => {
    this.setupPrimary();
    const id = ++this.#lastId;
    const { exec, args, execArgv, ...options } = this.settings;
    if (typeof exec !== 'string') throw invalidArgType('cluster.settings.exec', 'string', exec);
    const env = { ...processObject().env, ...variables, NODE_UNIQUE_ID: String(id) };
    const child = forkProcess(exec, args, { ...options, execArgv: [...execArgv!], env });
    const worker = new Worker({ id, process: child }, this.#ending);
    worker.on('message', (message: unknown, handle: unknown) =>
      this.emit('message', worker, message, handle),
    );
    child.once('exit', (code: unknown, signal: unknown) => this.#onExit(worker, code, signal));
    child.once('disconnect', () => this.#onDisconnect(worker));
    onClusterMessage(child, (message) => this.#onMessage(worker, message));
    nextTick(() => this.emit('fork', worker));
    this.workers[id] = worker;
    return worker;
  };

  disconnect = (callback?: () => void): void => {
    const workers = Object.values(this.workers);
    if (workers.length === 0) nextTick(() => this.#tellThatNoneIsLeft());
    for (const worker of workers) if (worker.isConnected()) worker.disconnect();
    // Each is forgotten at once, and once more when its process has ended: of that the program wants to hear.
    if (callback) this.#onNoWorkers.push(callback);
  };

  #onMessage(worker: Worker, message: ClusterMessage): void {
    switch (message.act) {
      case 'online':
        worker.state = 'online';
        worker.emit('online');
        this.emit('online', worker);
        return;
      case 'queryServer':
        if (!worker.exitedAfterDisconnect) reply(worker.process, message, this.#share(worker, message));
        return;
      case 'listening': {
        const { addressType, address, port } = message;
        const where = { addressType, address, port, fd: undefined };
        worker.state = 'listening';
        worker.emit('listening', where);
        this.emit('listening', worker, where);
        return;
      }
      case 'exitedAfterDisconnect':
        worker.exitedAfterDisconnect = true;
        reply(worker.process, message);
        return;
      case 'close':
        this.#leave(worker, message.key);
        return;
      default:
      // What a primary process says to a worker.
    }
  }

  #share(worker: Worker, { at, backlog, index }: ClusterMessage & { act: 'queryServer' }): Reply {
    const key = JSON.stringify([at, index]);
    let shared = this.#listeners.get(key);
    if (!shared) {
      let listener: ListeningSocket;
      try {
        listener = ListeningSocket.open(at, backlog);
      } catch (error) {
        return { error: { code: (error as { code: string }).code } };
      }
      shared =
        this.#policy === SCHED_NONE ? new AcceptingWorkers(key, listener) : new RoundRobin(key, listener);
      this.#listeners.set(key, shared);
    }
    return shared.add(worker);
  }

  #leave(worker: Worker, key: string): void {
    if (this.#listeners.get(key)?.remove(worker)) this.#listeners.delete(key);
  }

  #closeListenersOf(worker: Worker): void {
    for (const key of [...this.#listeners.keys()]) this.#leave(worker, key);
  }

  #onExit(worker: Worker, code: unknown, signal: unknown): void {
    if (!worker.isConnected()) {
      this.#closeListenersOf(worker);
      this.#forget(worker);
    }
    worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
    worker.state = 'dead';
    worker.emit('exit', code, signal);
    this.emit('exit', worker, code, signal);
  }

  #onDisconnect(worker: Worker): void {
    this.#closeListenersOf(worker);
    if (worker.isDead()) this.#forget(worker);
    worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
    worker.state = 'disconnected';
    worker.emit('disconnect');
    this.emit('disconnect', worker);
  }

  #forget({ id }: Worker): void {
    Reflect.deleteProperty(this.workers, id);
    if (Object.keys(this.workers).length === 0) this.#tellThatNoneIsLeft();
  }

  #tellThatNoneIsLeft(): void {
    for (const callback of this.#onNoWorkers.splice(0)) callback();
  }
}
