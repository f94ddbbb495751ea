import path from '../../path.ts';
import { ref, unref } from '../../../thread/event-loop.ts';
import { send } from '../../../thread/system-calls.ts';
import EventEmitter from '../../events.ts';
import { callableClass } from '../callable-class.ts';
import { listenThrough, type ListenRequest, type OnListening } from '../net/listen.ts';
import { type Listener, ListeningSocket } from '../net/listener.ts';
import type { Endpoint } from '../net/endpoint.ts';
import { bindError } from '../net/net-errors.ts';
import { hasRoom, type Server } from '../net/server.ts';
import { type ClusterMessage, onClusterMessage, reply, tell } from './cluster-messages.ts';
import { type WorkerProcess, Worker, type WorkerEnding } from './cluster-worker.ts';

/** A server of this process that listens through the primary one. */
interface SharingServer {
  readonly server: Server;
  onConnection: ((fd: number) => void) | null;
}

/** `cluster` in a process that a primary one has forked. */
export class WorkerCluster extends EventEmitter {
  isWorker = true;
  isMaster = false;
  isPrimary = false;
  worker: Worker;
  Worker = callableClass(Worker);
  readonly #process: WorkerProcess & { exit(code?: number): never };
  readonly #servers = new Map<string, SharingServer>();
  /** How often this process listens at a place. */
  readonly #indexes = new Map<string, { next: number; open: number }>();

  constructor(process: WorkerProcess & { exit(code?: number): never }, id: number) {
    super();
    this.#process = process;
    this.worker = new Worker({ id, process, state: 'online' }, this.#ending);
    process.once('disconnect', () => {
      this.worker.emit('disconnect');
      // The primary process has ended, or wants this one to.
      if (!this.worker.exitedAfterDisconnect) process.exit(0);
    });
    onClusterMessage(process, (message) => this.#onMessage(message));
    listenThrough((server, request, onListening) => this.#listen(server, request, onListening));
    tell(process, { act: 'online' });
  }

  readonly #ending: WorkerEnding = {
    disconnect: ({ state }) => {
      if (state !== 'disconnecting' && state !== 'destroying') this.#disconnect(false);
    },
    destroy: (worker) => {
      if (worker.state === 'destroying') return;
      worker.exitedAfterDisconnect = true;
      if (!worker.isConnected()) this.#process.exit(0);
      worker.state = 'destroying';
      tell(this.#process, { act: 'exitedAfterDisconnect' }, () => this.#process.disconnect!());
      this.#process.once('disconnect', () => this.#process.exit(0));
    },
  };

  #onMessage(message: ClusterMessage): void {
    if (message.act === 'disconnect') this.#disconnect(true);
    if (message.act !== 'newconn') return;
    const sharing = this.#servers.get(message.key);
    const accepted = sharing?.onConnection != null && hasRoom(sharing.server);
    reply(this.#process, message, { accepted });
    if (accepted) sharing.onConnection!(message.fd);
    else send('close', message.fd);
  }

  #disconnect(isPrimarysWish: boolean): void {
    this.worker.state = 'disconnecting';
    this.worker.exitedAfterDisconnect = true;
    let open = 1;
    const closed = (): void => {
      open -= 1;
      if (open > 0) return;
      const disconnect = (): void => {
        if (this.#process.connected) this.#process.disconnect!();
      };
      if (isPrimarysWish) disconnect();
      else tell(this.#process, { act: 'exitedAfterDisconnect' }, disconnect);
    };
    for (const { server } of [...this.#servers.values()]) {
      open += 1;
      server.close(closed);
    }
    closed();
  }

  #listen(server: Server, request: ListenRequest, onListening: OnListening): void {
    const { backlog, isAnyHost } = request;
    // The primary process may be in another directory.
    const at =
      request.at.family === 'unix' ? { ...request.at, path: path.resolve(request.at.path) } : request.at;
    const place = JSON.stringify(at);
    const listened = this.#indexes.get(place) ?? { next: 0, open: 0 };
    this.#indexes.set(place, listened);
    listened.open += 1;
    const leave = (): void => {
      listened.open -= 1;
      if (listened.open === 0) this.#indexes.delete(place);
    };
    tell(
      this.#process,
      { act: 'queryServer', at, backlog, index: listened.next++ },
      ({ error, key, at: actual, fd }) => {
        if (error) {
          leave();
          onListening(bindError(Object.assign(new Error(error.code), error), request));
          return;
        }
        const onClose = (): void => {
          leave();
          this.#servers.delete(key!);
          tell(this.#process, { act: 'close', key: key! });
        };
        const sharing: SharingServer = { server, onConnection: null };
        this.#servers.set(key!, sharing);
        onListening(
          null,
          fd === undefined
            ? new DeliveredConnections(actual!, sharing, onClose)
            : new ListeningSocket(fd, backlog, onClose),
        );
      },
    );
    server.once('listening', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : -1;
      this.worker.state = 'listening';
      tell(this.#process, {
        act: 'listening',
        addressType: at.family === 'unix' ? -1 : 4,
        address: at.family === 'unix' ? at.path : isAnyHost ? null : at.host,
        port,
      });
    });
  }
}

/** Connections that the primary process has accepted. */
class DeliveredConnections implements Listener {
  readonly at: Endpoint;
  readonly #sharing: SharingServer;
  readonly #onClose: () => void;
  #isRefed = false;

  constructor(at: Endpoint, sharing: SharingServer, onClose: () => void) {
    this.at = at;
    this.#sharing = sharing;
    this.#onClose = onClose;
  }

  begin(onConnection: (fd: number) => void): void {
    this.#sharing.onConnection = onConnection;
    this.ref();
  }

  close(): void {
    this.#sharing.onConnection = null;
    this.unref();
    this.#onClose();
  }

  ref(): void {
    if (!this.#isRefed) ref();
    this.#isRefed = true;
  }

  unref(): void {
    if (this.#isRefed) unref();
    this.#isRefed = false;
  }
}
