import EventEmitter from '../../events.ts';
import net from '../../net.ts';
import type { Socket } from '../net/socket.ts';

/** Where a request goes, and how. */
export interface ConnectionOptions {
  host: string;
  port: number;
  socketPath?: string;
  localAddress?: string;
  family?: number;
  createConnection?: (options: ConnectionOptions) => Socket;
}

/** The options of an agent. */
export interface AgentOptions {
  keepAlive?: boolean;
  maxSockets?: number;
  maxFreeSockets?: number;
  maxTotalSockets?: number;
  timeout?: number;
  [option: string]: unknown;
}

/** What an agent needs of a request. */
export interface AgentRequest {
  readonly destroyed: boolean;
  reusedSocket: boolean;
  useSocket(socket: Socket): void;
}

/** How long a connection is kept where nothing comes through; what the server tells counts if it is less. */
const IDLE_MS = 5000;
/** What it may be too late to use before the server ends it. */
const HINT_GRACE_MS = 1000;

/**
 * Keeps connections for further requests.
 *
 * @see https://nodejs.org/api/http.html#class-httpagent
 */
export class Agent extends EventEmitter {
  readonly defaultPort: number = 80;
  readonly protocol: string = 'http:';
  readonly options: AgentOptions;
  readonly keepAlive: boolean;
  readonly maxSockets: number;
  readonly maxFreeSockets: number;
  /** By name of the server: requests that wait, connections in use, and those that are free. */
  readonly requests: Record<string, AgentRequest[]> = {};
  readonly sockets: Record<string, Socket[]> = {};
  readonly freeSockets: Record<string, Socket[]> = {};

  constructor(options: AgentOptions = {}) {
    super();
    this.options = { path: null, noDelay: true, ...options };
    this.keepAlive = options.keepAlive ?? false;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
  }

  /** The name that servers are told apart by. */
  getName({ host, port, localAddress = '', family, socketPath }: Partial<ConnectionOptions> = {}): string {
    const end = family === 4 || family === 6 ? `:${family}` : '';
    return `${host ?? 'localhost'}:${port ?? ''}:${localAddress}${end}${socketPath ? `:${socketPath}` : ''}`;
  }

  createConnection(options: ConnectionOptions): Socket {
    const { socketPath, host, port } = options;
    return net.createConnection(socketPath ? { path: socketPath } : { host, port }) as Socket;
  }

  /** Gives a request a connection, now or when one is free. */
  addRequest(request: AgentRequest, options: ConnectionOptions): void {
    const name = this.getName(options);
    const free = this.freeSockets[name]?.findLast(({ destroyed, writable }) => !destroyed && writable);
    if (free) {
      this.#remove(this.freeSockets, name, free);
      free.ref();
      free.setTimeout(0, endIdle);
      request.reusedSocket = true;
      this.#use(free, name, request);
    } else if ((this.sockets[name]?.length ?? 0) < this.maxSockets) {
      const create = options.createConnection ?? ((given) => this.createConnection(given));
      const socket = create(options);
      socket.on('close', () => this.#forget(socket, name, options));
      this.#use(socket, name, request);
    } else {
      (this.requests[name] ??= []).push(request);
    }
  }

  /** Takes a connection back that a request is done with. */
  release(socket: Socket, options: ConnectionOptions, hintMs: number | null): void {
    const name = this.getName(options);
    const next = this.#nextRequest(name);
    const idleMs = Math.min(Number(this.options.timeout ?? IDLE_MS), (hintMs ?? Infinity) - HINT_GRACE_MS);
    if (next && socket.writable && !socket.destroyed) {
      next.useSocket(socket);
    } else if (this.keepAlive && idleMs > 0 && (this.freeSockets[name]?.length ?? 0) < this.maxFreeSockets) {
      this.#remove(this.sockets, name, socket);
      (this.freeSockets[name] ??= []).push(socket);
      socket.setTimeout(idleMs, endIdle);
      socket.unref();
      this.emit('free', socket, options);
    } else {
      socket.destroySoon();
    }
  }

  /** Ends all connections. */
  destroy(): void {
    for (const socket of [...Object.values(this.sockets), ...Object.values(this.freeSockets)].flat()) {
      socket.destroy();
    }
  }

  #use(socket: Socket, name: string, request: AgentRequest): void {
    (this.sockets[name] ??= []).push(socket);
    request.useSocket(socket);
  }

  #forget(socket: Socket, name: string, options: ConnectionOptions): void {
    this.#remove(this.sockets, name, socket);
    this.#remove(this.freeSockets, name, socket);
    const next = this.#nextRequest(name);
    if (next) this.addRequest(next, options);
  }

  #nextRequest(name: string): AgentRequest | undefined {
    const waiting = this.requests[name];
    const next = waiting?.splice(0).filter(({ destroyed }) => !destroyed) ?? [];
    const first = next.shift();
    if (next.length > 0) this.requests[name] = next;
    else Reflect.deleteProperty(this.requests, name);
    return first;
  }

  #remove(sockets: Record<string, Socket[]>, name: string, socket: Socket): void {
    const left = sockets[name]?.filter((other) => other !== socket) ?? [];
    if (left.length > 0) sockets[name] = left;
    else Reflect.deleteProperty(sockets, name);
  }
}

/** What happens to a connection that has been free for too long. */
function endIdle(this: Socket): void {
  this.destroy();
}

/** The agent of requests that name none. */
export const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
