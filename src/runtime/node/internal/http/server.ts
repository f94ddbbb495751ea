import { rejectionHandler } from '../captured-rejections.ts';
import { Server as NetServer } from '../net/server.ts';
import type { Socket } from '../net/socket.ts';
import { clearTimeout, setInterval, type Timeout } from '../timeouts.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { ServerConnection } from './server-connection.ts';
import { type HttpServerOptions, readMessageClasses, readServerOptions } from './server-options.ts';
import { ServerResponse } from './server-response.ts';
import { statusCodes } from './status-codes.ts';

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** @see https://nodejs.org/api/http.html#class-httpserver */
export class Server extends NetServer {
  timeout = 0;
  keepAliveTimeout: number;
  keepAliveTimeoutBuffer: number;
  headersTimeout: number;
  requestTimeout: number;
  connectionsCheckingInterval: number;
  maxHeaderSize: number | undefined;
  maxHeadersCount: number | null = null;
  maxRequestsPerSocket = 0;
  requireHostHeader: boolean;
  joinDuplicateHeaders: boolean | undefined;
  rejectNonStandardBodyWrites: boolean;
  httpAllowHalfOpen = false;
  shouldUpgradeCallback: (request: IncomingMessage) => boolean;
  readonly #connections = new Set<ServerConnection>();
  #checking: Timeout | undefined;

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  constructor(given?: HttpServerOptions | RequestListener | null, onRequest?: RequestListener) {
    const options = (typeof given === 'function' ? undefined : given) ?? {};
    const settings = readServerOptions(options);
    const { highWaterMark } = options;
    super({ allowHalfOpen: true, ...(highWaterMark === undefined ? {} : { highWaterMark }) });
    const classes = readMessageClasses(options);
    this.keepAliveTimeout = settings.keepAliveTimeout;
    this.keepAliveTimeoutBuffer = settings.keepAliveTimeoutBuffer;
    this.headersTimeout = settings.headersTimeout;
    this.requestTimeout = settings.requestTimeout;
    this.connectionsCheckingInterval = settings.connectionsCheckingInterval;
    this.maxHeaderSize = settings.maxHeaderSize;
    this.requireHostHeader = settings.requireHostHeader;
    this.joinDuplicateHeaders = settings.joinDuplicateHeaders;
    this.rejectNonStandardBodyWrites = settings.rejectNonStandardBodyWrites;
    this.shouldUpgradeCallback = options.shouldUpgradeCallback ?? (() => this.listenerCount('upgrade') > 0);
    const listener = typeof given === 'function' ? given : onRequest;
    if (listener) this.on('request', listener);
    this.on('connection', (socket: Socket) => {
      const connection = new ServerConnection(this, Object.assign(socket, { server: this }), classes);
      this.#connections.add(connection);
      socket.once('close', () => this.#connections.delete(connection));
    });
    this.on('listening', () => {
      clearTimeout(this.#checking);
      this.#checking = setInterval(() => this.#check(), this.connectionsCheckingInterval).unref();
    });
  }

  override close(callback?: (error?: Error) => void): this {
    this.closeIdleConnections();
    clearTimeout(this.#checking);
    super.close(callback);
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

  /** What becomes of a listener's promise that is rejected. */
  override [rejectionHandler](error: Error, event: string, ...args: unknown[]): void {
    const [first, response] = args;
    if (event === 'request' && response instanceof ServerResponse) {
      if (response.headersSent || response.writableEnded) {
        response.destroy();
        return;
      }
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 500;
      response.end(statusCodes[500]);
    } else if (event === 'connection') {
      (first as Socket).destroy(error);
    } else {
      this.emit('error', error);
    }
  }

  /** Ends connections whose client takes too long to say what it wants. */
  #check(): void {
    const [headersMs, requestMs] = [this.headersTimeout, this.requestTimeout].map((limitMs) =>
      Number.isFinite(limitMs) && limitMs > 0 ? limitMs : Infinity,
    ) as [number, number];
    for (const connection of this.#connections) connection.expire(headersMs, requestMs);
  }
}
