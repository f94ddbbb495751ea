import { Server as NetServer } from '../net/server.ts';
import type { Socket } from '../net/socket.ts';
import { invalidArgType } from '../errors.ts';
import { ServerConnection } from './server-connection.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { ServerResponse } from './server-response.ts';

/** The options of `http.createServer`. */
export interface HttpServerOptions {
  keepAliveTimeout?: number;
  requestTimeout?: number;
  headersTimeout?: number;
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** @see https://nodejs.org/api/http.html#class-httpserver */
export class Server extends NetServer {
  timeout = 0;
  keepAliveTimeout: number;
  headersTimeout: number;
  requestTimeout: number;
  maxHeadersCount: number | null = null;
  maxRequestsPerSocket = 0;
  readonly #connections = new Set<ServerConnection>();

  /** @throws ERR_INVALID_ARG_TYPE */
  constructor(given?: HttpServerOptions | RequestListener | null, onRequest?: RequestListener) {
    const options = typeof given === 'function' ? {} : (given ?? {});
    if (typeof options !== 'object') throw invalidArgType('options', 'Object', given);
    super({ allowHalfOpen: true });
    this.keepAliveTimeout = options.keepAliveTimeout ?? 5000;
    this.headersTimeout = options.headersTimeout ?? 60_000;
    this.requestTimeout = options.requestTimeout ?? 300_000;
    const listener = typeof given === 'function' ? given : onRequest;
    if (listener) this.on('request', listener);
    this.on('connection', (socket: Socket) => {
      const connection = new ServerConnection(this, Object.assign(socket, { server: this }));
      this.#connections.add(connection);
      socket.once('close', () => this.#connections.delete(connection));
    });
  }

  override close(callback?: (error?: Error) => void): this {
    super.close(callback);
    this.closeIdleConnections();
    return this;
  }

  closeAllConnections(): void {
    for (const { socket } of this.#connections) socket.destroy();
  }

  closeIdleConnections(): void {
    for (const { socket, isIdle } of this.#connections) if (isIdle) socket.destroy();
  }

  setTimeout(timeoutMs?: number | (() => void), callback?: (socket: Socket) => void): this {
    const listener = typeof timeoutMs === 'function' ? timeoutMs : callback;
    this.timeout = typeof timeoutMs === 'number' ? timeoutMs : 0;
    if (listener) this.on('timeout', listener);
    return this;
  }
}
