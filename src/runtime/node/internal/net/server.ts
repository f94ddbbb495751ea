import { callSync, send } from '../../../thread/system-calls.ts';
import EventEmitter from '../../events.ts';
import { callError } from '../call-error.ts';
import { rejectionHandler } from '../captured-rejections.ts';
import { invalidArgType, invalidArgValue, nodeError, validateAbortSignal } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import { whenAborted } from '../when-aborted.ts';
import {
  addressInfo,
  type AddressInfo,
  addressOfHost,
  readArguments,
  readPort,
  UNKNOWN_HOST,
} from './endpoint.ts';
import { listen, type ListenRequest } from './listen.ts';
import { type Listener, ListeningSocket } from './listener.ts';
import { notFound } from './net-errors.ts';
import { Socket } from './socket.ts';

const DEFAULT_BACKLOG = 511;
/** As where there is no IPv6. */
const ANY_HOST = '0.0.0.0';

/** The options of a server. */
export interface ServerOptions {
  allowHalfOpen?: boolean;
  pauseOnConnect?: boolean;
  highWaterMark?: number;
}

type ConnectionListener = (socket: Socket) => void;

// What no program needs to know of a server.

/** The descriptor at which it listens. */
export let listeningDescriptor: (server: Server) => number | null;
/** Whether it would drop one more connection. */
export let hasRoom: (server: Server) => boolean;
/** Has it forget a connection, which another process goes on with. */
export let releaseConnection: (server: Server, socket: Socket) => void;

/** @see https://nodejs.org/api/net.html#class-netserver */
export class Server extends EventEmitter {
  static {
    listeningDescriptor = (server) =>
      server.#listener instanceof ListeningSocket ? server.#listener.fd : null;
    hasRoom = (server) => server.#connections < (server.maxConnections ?? Infinity);
    releaseConnection = (server, socket) => {
      socket.off('close', server.#connectionClosed);
      server.#connectionClosed();
    };
  }

  maxConnections: number | undefined;
  allowHalfOpen: boolean;
  pauseOnConnect: boolean;
  readonly #socketOptions: { allowHalfOpen: boolean; highWaterMark?: number };
  #listener: Listener | null = null;
  /** Of the last `listen`: a listener that comes when the server was closed meanwhile is not wanted. */
  #attempt: object | null = null;
  #isRefed = true;
  #connections = 0;
  readonly #connectionClosed = (): void => {
    this.#connections--;
    this.#closeIfDrained();
  };

  /** @throws ERR_INVALID_ARG_TYPE */
  constructor(given?: ServerOptions | ConnectionListener | null, onConnection?: ConnectionListener) {
    super();
    const options = typeof given === 'function' ? {} : (given ?? {});
    if (typeof options !== 'object') throw invalidArgType('options', 'Object', given);
    const listener = typeof given === 'function' ? given : onConnection;
    if (typeof listener === 'function') this.on('connection', listener);
    const { allowHalfOpen = false, pauseOnConnect = false, highWaterMark } = options;
    this.allowHalfOpen = allowHalfOpen;
    this.pauseOnConnect = pauseOnConnect;
    this.#socketOptions = { allowHalfOpen, ...(highWaterMark === undefined ? {} : { highWaterMark }) };
  }

  get listening(): boolean {
    return this.#listener !== null;
  }

  /** @throws ERR_SERVER_ALREADY_LISTEN, ERR_INVALID_ARG_VALUE, ERR_SOCKET_BAD_PORT */
  listen(...given: unknown[]): this {
    const [options, callback] = readArguments(given);
    if (this.#attempt !== null) {
      throw nodeError(
        'ERR_SERVER_ALREADY_LISTEN',
        'Listen method has been called more than once without closing.',
      );
    }
    if (callback) this.once('listening', callback);
    const { signal } = options;
    validateAbortSignal(signal, 'options.signal');
    if (signal) whenAborted(signal, () => this.close());
    const second = given.find((value, index) => index > 0 && typeof value === 'number');
    const backlog = Number(options['backlog'] ?? second ?? DEFAULT_BACKLOG);
    const { path, host, fd } = options;
    const isAnyPort =
      given.length === 0 || given[0] === callback || ('port' in options && options.port == null);
    const port = isAnyPort ? 0 : options.port;
    if (typeof port === 'number' || typeof port === 'string') {
      const at = {
        family: 'inet',
        host: addressOfHost(host ?? ANY_HOST),
        port: readPort(port, 'options.port'),
      } as const;
      if (at.host === UNKNOWN_HOST) nextTick(() => this.emit('error', notFound(host as string)));
      else this.#listenAt({ at, backlog, isAnyHost: host === undefined }, options['exclusive']);
    } else if (typeof path === 'string') {
      const at = { family: 'unix', path } as const;
      this.#listenAt({ at, backlog, isAnyHost: false }, options['exclusive']);
    } else if (typeof fd === 'number' && fd >= 0) {
      this.#listenOn(fd, backlog);
    } else {
      const lacks = !('port' in options) && !('path' in options);
      throw invalidArgValue(
        'options',
        options,
        lacks ? 'must have the property "port" or "path"' : undefined,
      );
    }
    return this;
  }

  address(): AddressInfo | string | null {
    if (this.#listener === null) return null;
    const { at } = this.#listener;
    return at.family === 'inet' ? addressInfo(at) : at.path;
  }

  /** Takes no more connections; ends when those that there are have ended. */
  close(callback?: (error?: Error) => void): this {
    if (typeof callback === 'function') {
      const isListening = this.#listener !== null;
      const error = nodeError('ERR_SERVER_NOT_RUNNING', 'Server is not running.');
      this.once('close', () => (isListening ? callback() : callback(error)));
    }
    this.#listener?.close();
    this.#listener = null;
    this.#attempt = null;
    this.#closeIfDrained();
    return this;
  }

  getConnections(callback: (error: Error | null, count: number) => void): this {
    nextTick(callback, null, this.#connections);
    return this;
  }

  ref(): this {
    this.#isRefed = true;
    this.#listener?.ref();
    return this;
  }

  unref(): this {
    this.#isRefed = false;
    this.#listener?.unref();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#listener === null) return;
    await new Promise<void>((resolve, reject) => {
      this.close((error) => (error ? reject(error) : resolve()));
    });
  }

  [rejectionHandler](error: Error, event: string, socket?: Socket): void {
    if (event === 'connection') socket?.destroy(error);
    else this.emit('error', error);
  }

  #listenAt(request: ListenRequest, isExclusive: unknown): void {
    const attempt = {};
    this.#attempt = attempt;
    listen(this, request, Boolean(isExclusive), (error, listener) => {
      if (this.#attempt !== attempt) {
        listener?.close();
      } else if (listener) {
        this.#begin(listener);
      } else {
        this.#attempt = null;
        nextTick(() => this.emit('error', error));
      }
    });
  }

  /** Listens on a descriptor that came from elsewhere. */
  #listenOn(fd: number, backlog: number): void {
    try {
      this.#begin(new ListeningSocket(fd, backlog));
      this.#attempt = {};
    } catch {
      nextTick(() => this.emit('error', callError('listen', 'EINVAL')));
    }
  }

  #begin(listener: Listener): void {
    this.#listener = listener;
    listener.begin((fd) => this.#admit(fd));
    if (!this.#isRefed) listener.unref();
    nextTick(() => {
      if (this.#listener === listener) this.emit('listening');
    });
  }

  #admit(fd: number): void {
    if (!hasRoom(this)) {
      this.#drop(fd);
      return;
    }
    const socket = new Socket({ ...this.#socketOptions, fd, pauseOnCreate: this.pauseOnConnect });
    this.#connections++;
    socket.once('close', this.#connectionClosed);
    this.emit('connection', Object.assign(socket, { server: this }));
  }

  #drop(fd: number): void {
    const { address, peer } = callSync('socket.state', fd);
    send('close', fd);
    const isInet = address?.family === 'inet' && peer?.family === 'inet';
    this.emit(
      'drop',
      isInet && {
        localAddress: address.host,
        localPort: address.port,
        localFamily: 'IPv4',
        remoteAddress: peer.host,
        remotePort: peer.port,
        remoteFamily: 'IPv4',
      },
    );
  }

  #closeIfDrained(): void {
    if (this.#listener !== null || this.#connections > 0) return;
    nextTick(() => this.emit('close'));
  }
}
