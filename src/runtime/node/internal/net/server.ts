import { POLL } from '../../../protocol/poll-events.ts';
import { callSync, send, submit } from '../../../thread/system-calls.ts';
import EventEmitter from '../../events.ts';
import { invalidArgType, invalidArgValue, nodeError } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import { RefedCall } from '../refed-call.ts';
import { whenAborted } from '../when-aborted.ts';
import {
  addressInfo,
  type AddressInfo,
  addressOfHost,
  type Endpoint,
  readArguments,
  readPort,
  UNKNOWN_HOST,
} from './endpoint.ts';
import { listenError, notFound } from './net-errors.ts';
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

let lastWait = 0;

/** @see https://nodejs.org/api/net.html#class-netserver */
export class Server extends EventEmitter {
  maxConnections: number | undefined;
  allowHalfOpen: boolean;
  pauseOnConnect: boolean;
  readonly #socketOptions: { allowHalfOpen: boolean; highWaterMark?: number };
  #fd: number | null = null;
  #at: Endpoint | null = null;
  #wait = 0;
  readonly #waiting = new RefedCall();
  #connections = 0;

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
    return this.#fd !== null;
  }

  /** @throws ERR_SERVER_ALREADY_LISTEN, ERR_INVALID_ARG_VALUE, ERR_SOCKET_BAD_PORT */
  listen(...given: unknown[]): this {
    const [options, callback] = readArguments(given);
    if (this.#fd !== null) {
      throw nodeError(
        'ERR_SERVER_ALREADY_LISTEN',
        'Listen method has been called more than once without closing.',
      );
    }
    if (callback) this.once('listening', callback);
    if (options.signal instanceof AbortSignal) whenAborted(options.signal, () => this.close());
    const second = given.find((value, index) => index > 0 && typeof value === 'number');
    const backlog = Number(options['backlog'] ?? second ?? DEFAULT_BACKLOG);
    const { path, host } = options;
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
      else this.#listenAt(at, backlog);
    } else if (typeof path === 'string') {
      this.#listenAt({ family: 'unix', path }, backlog);
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
    if (this.#fd === null) return null;
    return this.#at?.family === 'inet' ? addressInfo(this.#at) : (this.#at?.path ?? null);
  }

  /** Takes no more connections; ends when those that there are have ended. */
  close(callback?: (error?: Error) => void): this {
    if (typeof callback === 'function') {
      const isListening = this.#fd !== null;
      const error = nodeError('ERR_SERVER_NOT_RUNNING', 'Server is not running.');
      this.once('close', () => (isListening ? callback() : callback(error)));
    }
    if (this.#fd !== null) {
      send('descriptor.cancel-wait', this.#wait);
      send('close', this.#fd);
      if (this.#at?.family === 'unix') send('fs.unlink', this.#at.path);
      this.#waiting.abandon();
      this.#fd = null;
    }
    this.#closeIfDrained();
    return this;
  }

  getConnections(callback: (error: Error | null, count: number) => void): this {
    nextTick(callback, null, this.#connections);
    return this;
  }

  ref(): this {
    this.#waiting.ref();
    return this;
  }

  unref(): this {
    this.#waiting.unref();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fd === null) return;
    await new Promise<void>((resolve, reject) => {
      this.close((error) => (error ? reject(error) : resolve()));
    });
  }

  #listenAt(at: Endpoint, backlog: number): void {
    const fd = callSync('socket.create', at.family);
    try {
      callSync('socket.bind', fd, at);
      callSync('socket.listen', fd, backlog);
    } catch (error) {
      send('close', fd);
      nextTick(() => this.emit('error', listenError(error as Error, at)));
      return;
    }
    this.#fd = fd;
    this.#at = callSync('socket.state', fd).address ?? at;
    this.#accept(fd);
    nextTick(() => {
      if (this.#fd === fd) this.emit('listening');
    });
  }

  #accept(fd: number): void {
    this.#wait = ++lastWait;
    this.#waiting.begin(
      submit('descriptor.wait', [[{ fd, events: POLL.readable }], -1, this.#wait], () => {
        if (this.#fd !== fd) return;
        this.#waiting.begin(
          submit('socket.accept', [fd], (error, connection) => {
            if (!error) this.#admit(connection!);
            if (this.#fd === fd) this.#accept(fd);
          }),
        );
      }),
    );
  }

  #admit(fd: number): void {
    if (this.maxConnections !== undefined && this.#connections >= this.maxConnections) {
      this.#drop(fd);
      return;
    }
    const socket = new Socket({ ...this.#socketOptions, fd });
    if (this.pauseOnConnect) socket.pause();
    this.#connections++;
    socket.once('close', () => {
      this.#connections--;
      this.#closeIfDrained();
    });
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
    if (this.#fd !== null || this.#connections > 0) return;
    nextTick(() => this.emit('close'));
  }
}
