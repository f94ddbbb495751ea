import EventEmitter from '../../events.ts';
import net from '../../net.ts';
import { validateNumber, validateOneOf } from '../errors.ts';
import type { Socket } from '../net/socket.ts';
import type { IncomingMessage } from './incoming-message.ts';

/** Where a request goes, and how. */
export interface ConnectionOptions {
  host?: string;
  port?: number | string;
  path?: string | null | undefined;
  socketPath?: string | undefined;
  localAddress?: string;
  family?: number;
  timeout?: number;
  createConnection?: CreateConnection;
  [option: string]: unknown;
}

/** Hears of a connection, or of what went wrong. */
export type ConnectionCallback = (error: Error | null, socket?: Socket) => void;

/** Makes a connection, and returns it or tells the callback. */
export type CreateConnection = (
  options: ConnectionOptions,
  callback: ConnectionCallback,
) => Socket | undefined;

/** The options of an agent. */
export interface AgentOptions {
  agentKeepAliveTimeoutBuffer?: number;
  defaultPort?: number;
  keepAlive?: boolean;
  keepAliveMsecs?: number;
  maxSockets?: number;
  maxFreeSockets?: number;
  maxTotalSockets?: number;
  protocol?: string;
  scheduling?: string;
  timeout?: number;
  [option: string]: unknown;
}

/** What an agent needs of a request. */
export interface AgentRequest {
  reusedSocket: boolean;
  readonly shouldKeepAlive: boolean;
  readonly timeout?: number | undefined;
  readonly res: IncomingMessage | null;
  onSocket(socket: Socket | null, error?: Error | null): void;
}

type PooledSocket = Socket & { _httpMessage?: AgentRequest | null };
type Pool<Item> = Record<string, Item[]>;

/** What a server's word on how long it keeps a connection is shortened by, so as not to be late. */
const HINT_GRACE_MS = 1000;

/** Where a request that waits would go: sockets of other servers may make room for it. */
const waitingOptions = new WeakMap<AgentRequest, ConnectionOptions>();

/**
 * Keeps connections for further requests. What it does with them follows the sockets' events, by Node's names: `free`, `agentRemove`.
 *
 * @see https://nodejs.org/api/http.html#class-httpagent
 */
export class Agent extends EventEmitter {
  static defaultMaxSockets = Infinity;

  readonly defaultPort: number;
  readonly protocol: string;
  readonly options: AgentOptions;
  /** By name of the server: requests that wait, connections in use, and those that are free. */
  readonly requests = Object.create(null) as Pool<AgentRequest>;
  readonly sockets = Object.create(null) as Pool<PooledSocket>;
  readonly freeSockets = Object.create(null) as Pool<PooledSocket>;
  keepAliveMsecs: number;
  keepAlive: boolean;
  maxSockets: number;
  maxFreeSockets: number;
  scheduling: string;
  maxTotalSockets: number;
  totalSocketCount = 0;
  agentKeepAliveTimeoutBuffer: number;

  /** @throws ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  constructor(given?: AgentOptions) {
    super();
    const options: AgentOptions = { __proto__: null, noDelay: true, ...given, path: null };
    this.options = options;
    this.defaultPort = options.defaultPort || 80;
    this.protocol = options.protocol || 'http:';
    this.keepAliveMsecs = options.keepAliveMsecs || 1000;
    this.keepAlive = options.keepAlive || false;
    this.maxSockets = options.maxSockets || Agent.defaultMaxSockets;
    this.maxFreeSockets = options.maxFreeSockets || 256;
    this.scheduling = options.scheduling || 'lifo';
    const { agentKeepAliveTimeoutBuffer: graceMs, maxTotalSockets } = options;
    this.agentKeepAliveTimeoutBuffer = Number.isFinite(graceMs) && graceMs! >= 0 ? graceMs! : HINT_GRACE_MS;
    validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
    if (maxTotalSockets !== undefined) validateNumber(maxTotalSockets, 'maxTotalSockets', 1);
    this.maxTotalSockets = maxTotalSockets ?? Infinity;
    this.on('free', (socket: PooledSocket, where: ConnectionOptions) => this.#onFree(socket, where));
  }

  /** The name that servers are told apart by. */
  getName({ host, port, localAddress, family, socketPath }: ConnectionOptions = {}): string {
    const end = family === 4 || family === 6 ? `:${family}` : '';
    return `${host || 'localhost'}:${port || ''}:${localAddress || ''}${end}${socketPath ? `:${socketPath}` : ''}`;
  }

  createConnection(options: ConnectionOptions, _callback?: ConnectionCallback): Socket | undefined {
    return connect(options);
  }

  /** Gives a request a connection, now or when one is free. */
  addRequest(
    request: AgentRequest,
    given: ConnectionOptions | string,
    port?: number,
    localAddress?: string,
  ): void {
    const asked = typeof given === 'string' ? { host: given, port, localAddress } : given;
    const options = this.#merge(asked as ConnectionOptions);
    const name = this.getName(options);
    const free = this.#takeFree(name);
    const count = (this.freeSockets[name]?.length ?? 0) + (this.sockets[name]?.length ?? 0);
    if (free) {
      this.reuseSocket(free, request);
      this.#give(free, request);
      (this.sockets[name] ??= []).push(free);
    } else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
      this.createSocket(request, options, (error, socket) => {
        if (error || !socket) request.onSocket(null, error);
        else this.#give(socket, request);
      });
    } else {
      waitingOptions.set(request, options);
      (this.requests[name] ??= []).push(request);
    }
  }

  createSocket(request: AgentRequest, given: ConnectionOptions, callback: ConnectionCallback): void {
    const options: ConnectionOptions = { ...this.#merge(given), encoding: null };
    const timeoutMs = request.timeout || this.options.timeout;
    if (timeoutMs) options.timeout = timeoutMs;
    if (this.keepAlive) {
      Object.assign(options, { keepAlive: true, keepAliveInitialDelay: this.keepAliveMsecs });
    }
    let isMade = false;
    const onMade: ConnectionCallback = (error, socket) => {
      if (isMade) return;
      isMade = true;
      if (error || !socket) {
        callback(error);
        return;
      }
      (this.sockets[this.getName(options)] ??= []).push(socket);
      this.totalSocketCount++;
      this.#listenTo(socket, options);
      callback(null, socket);
    };
    const socket = this.createConnection(options, onMade);
    if (socket) onMade(null, socket);
  }

  /** Forgets a connection; a request that has waited for one gets another. */
  removeSocket(socket: PooledSocket, options: ConnectionOptions): void {
    const name = this.getName(options);
    remove(this.sockets, name, socket);
    if (!socket.writable) remove(this.freeSockets, name, socket);
    const waiting = this.#firstWaiting(name);
    if (!waiting) return;
    this.createSocket(waiting, waitingOptions.get(waiting) ?? options, (error, made) => {
      if (error || !made) waiting.onSocket(null, error);
      else made.emit('free');
    });
  }

  /** Returns whether a connection can be kept. */
  keepSocketAlive(socket: PooledSocket): boolean {
    (socket.setKeepAlive as (isOn: boolean, delayMs: number) => void).call(socket, true, this.keepAliveMsecs);
    socket.unref();
    let idleMs = this.options.timeout || 0;
    const hint = /^timeout=(\d+)/.exec(String(socket._httpMessage?.res?.headers['keep-alive']))?.[1];
    if (hint !== undefined) {
      const hintMs = Math.max(Number(hint) * 1000 - this.agentKeepAliveTimeoutBuffer, 0);
      if (hintMs === 0) return false;
      idleMs = Math.min(idleMs, hintMs);
    }
    if (socket.timeout !== idleMs) socket.setTimeout(idleMs);
    return true;
  }

  /** Takes a connection into use again. */
  reuseSocket(socket: PooledSocket, request: AgentRequest): void {
    socket.off('error', endFree).off('data', endFree);
    request.reusedSocket = true;
    socket.ref();
  }

  /** Ends all connections. */
  destroy(): void {
    for (const socket of [...Object.values(this.freeSockets), ...Object.values(this.sockets)].flat()) {
      socket.destroy();
    }
  }

  /** The agent's options count more than the request's. */
  #merge(given: ConnectionOptions): ConnectionOptions {
    const options: ConnectionOptions = { __proto__: null, ...given, ...this.options };
    if (options.socketPath) options.path = options.socketPath;
    return options;
  }

  #takeFree(name: string): PooledSocket | undefined {
    const free = this.freeSockets[name];
    if (!free) return undefined;
    while (free[0]?.destroyed) free.shift();
    const socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
    if (free.length === 0) Reflect.deleteProperty(this.freeSockets, name);
    return socket;
  }

  #give(socket: PooledSocket, request: AgentRequest): void {
    request.onSocket(socket);
    const { timeout } = request;
    if (timeout !== undefined && timeout !== (this.options.timeout || 0)) socket.setTimeout(timeout);
  }

  #onFree(socket: PooledSocket, options: ConnectionOptions): void {
    const name = this.getName(options);
    const waiting = socket.writable ? this.requests[name]?.shift() : undefined;
    if (waiting) {
      this.#give(socket, waiting);
      if (this.requests[name]!.length === 0) Reflect.deleteProperty(this.requests, name);
    } else if (this.#canKeep(socket, name)) {
      const free = (this.freeSockets[name] ??= []);
      socket._httpMessage = null;
      this.removeSocket(socket, options);
      socket.once('error', endFree).once('data', endFree);
      socket.resume();
      free.push(socket);
    } else {
      socket.destroy();
    }
  }

  #canKeep(socket: PooledSocket, name: string): boolean {
    if (!socket.writable || !this.keepAlive || !socket._httpMessage?.shouldKeepAlive) return false;
    const free = this.freeSockets[name]?.length ?? 0;
    const count = free + (this.sockets[name]?.length ?? 0);
    if (this.totalSocketCount > this.maxTotalSockets || count > this.maxSockets) return false;
    return free < this.maxFreeSockets && this.keepSocketAlive(socket);
  }

  #listenTo(socket: PooledSocket, options: ConnectionOptions): void {
    const listeners = {
      free: () => void this.emit('free', socket, options),
      close: () => {
        this.totalSocketCount--;
        this.removeSocket(socket, options);
      },
      timeout: () => {
        if (Object.values(this.freeSockets).some((free) => free.includes(socket))) socket.destroy();
      },
      agentRemove: () => {
        for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
        this.totalSocketCount--;
        this.removeSocket(socket, options);
      },
    };
    for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  }

  #firstWaiting(name: string): AgentRequest | undefined {
    const first = this.requests[name]?.[0];
    if (first) return first;
    const [other, requests] = Object.entries(this.requests)[0] ?? [];
    return other === undefined || this.sockets[other]?.length ? undefined : requests?.[0];
  }
}

/** Makes a connection as `net` does. The path of a request is no path of a socket. */
export function connect(options: ConnectionOptions): Socket {
  return net.createConnection({ ...options, path: options.socketPath }) as Socket;
}

/** What happens to a connection that says something while it is free. */
function endFree(this: Socket): void {
  this.destroy();
}

function remove(pool: Pool<PooledSocket>, name: string, socket: PooledSocket): void {
  const sockets = pool[name];
  const at = sockets?.indexOf(socket) ?? -1;
  if (at === -1) return;
  sockets!.splice(at, 1);
  if (sockets!.length === 0) Reflect.deleteProperty(pool, name);
}

let defaultAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });

/** The agent of requests that name none. */
export function getGlobalAgent(): Agent {
  return defaultAgent;
}

/** Has requests that name no agent go through another. */
export function setGlobalAgent(agent: Agent): void {
  defaultAgent = agent;
}
