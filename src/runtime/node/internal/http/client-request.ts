import { Buffer, wrap } from '../buffer/buffer.ts';
import { AbortError, invalidArgType, validateAbortSignal, validateBoolean } from '../errors.ts';
import { connectionReset } from '../net/net-errors.ts';
import type { Socket } from '../net/socket.ts';
import { nextTick } from '../next-tick.ts';
import { streams } from '../streams.ts';
import { type Agent, connect, type ConnectionCallback, type ConnectionOptions } from './agent.ts';
import { headerPairs } from './headers.ts';
import type { ParsedHead } from './http-parser-library.ts';
import { IncomingMessage } from './incoming-message.ts';
import { type Following, MessageParser } from './message-parser.ts';
import { OutgoingMessage } from './outgoing-message.ts';
import {
  checkParserOptions,
  chooseAgent,
  readDuration,
  readHost,
  readMethod,
  readRequest,
  type RequestOptions,
} from './request-options.ts';
import type { MessageSocket } from './server-response.ts';

const withoutBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/** @see https://nodejs.org/api/http.html#class-httpclientrequest */
export class ClientRequest extends OutgoingMessage {
  readonly method: string;
  path: string;
  readonly host: string;
  readonly protocol: string;
  readonly agent: Agent | undefined;
  readonly socketPath: string | undefined;
  readonly timeout: number | undefined;
  readonly maxHeaderSize: number | undefined;
  maxHeadersCount: number | null = null;
  /** What hears of the connection's timeout. */
  timeoutCb: (() => void) | null = null;
  aborted = false;
  reusedSocket = false;
  res: IncomingMessage | null = null;
  readonly #joinsHeaders: boolean | undefined;
  #parser: MessageParser | null = null;
  #error: Error | null = null;
  /** Whether the program has heard of an error, of which there is one. */
  #hasFailed = false;
  #hasEnded = false;

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS, ERR_INVALID_HTTP_TOKEN */
  constructor(input: unknown, second?: unknown, third?: unknown) {
    const [options, callback] = readRequest(input, second, third);
    super(options['highWaterMark'] == null ? {} : { highWaterMark: Number(options['highWaterMark']) });
    [this.agent, this.protocol] = chooseAgent(options);
    const { signal, joinDuplicateHeaders, ...others } = options;
    const defaultPort = options.defaultPort || this.agent?.defaultPort;
    const port = options.port || defaultPort || 80;
    this.host = readHost(options);
    this.socketPath = options.socketPath;
    if (options.setDefaultHeaders === false) {
      for (const name of ['connection', 'content-length', 'transfer-encoding']) this.unwanted.add(name);
    }
    this.timeout = options.timeout === undefined ? undefined : readDuration(options.timeout, 'timeout');
    if (signal) this.#abortWith(signal);
    this.method = readMethod(options.method);
    checkParserOptions(options);
    this.maxHeaderSize = options.maxHeaderSize;
    if (joinDuplicateHeaders !== undefined) {
      validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
    }
    this.#joinsHeaders = joinDuplicateHeaders;
    this.path = options.path || '/';
    if (callback) this.once('response', callback);
    this.useChunkedEncodingByDefault = !withoutBody.has(this.method);
    this.shouldKeepAlive = Boolean(
      this.agent && (this.agent.keepAlive || Number.isFinite(this.agent.maxSockets)),
    );
    this.isLast = !this.shouldKeepAlive;
    this.#setHeaders(options, Number(port) === defaultPort ? '' : `:${port}`);
    this.#connect({ ...others, host: this.host, port });
  }

  /** Takes a connection, in the next turn, or hears why there is none. */
  onSocket(socket: MessageSocket | null, error?: Error | null): void {
    if (socket && !error) {
      socket._httpMessage = this;
      socket.on('error', this.#onError);
    }
    nextTick(() => this.#onSocket(socket, error ?? null));
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    nextTick(() => this.emit('abort'));
    this.destroy();
  }

  override destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    this.markDestroyed();
    this.res?._dump();
    if (this.writableFinished && this.res?.complete) return this;
    this.#error = error ?? null;
    this.socket?.destroy(error);
    return this;
  }

  override setTimeout(timeoutMs: number, callback?: () => void): this {
    if (this.#hasEnded) return this;
    this.#listenToTimeout();
    const duration = readDuration(timeoutMs, 'msecs');
    if (callback) this.once('timeout', callback);
    const set = (socket: Socket): void => {
      if (socket.connecting) socket.once('connect', () => socket.setTimeout(duration));
      else socket.setTimeout(duration);
    };
    if (this.socket) set(this.socket);
    else this.once('socket', set);
    return this;
  }

  clearTimeout(callback?: () => void): void {
    this.setTimeout(0, callback);
  }

  setNoDelay(isOn?: boolean): void {
    this.#onceWritable((socket) => (socket.setNoDelay as (isOn?: boolean) => void)(isOn));
  }

  setSocketKeepAlive(isOn?: boolean, delayMs?: number): void {
    this.#onceWritable((socket) =>
      (socket.setKeepAlive as (isOn?: boolean, delayMs?: number) => void)(isOn, delayMs),
    );
  }

  override _implicitHeader(): void {
    this.storeHead(`${this.method} ${this.path} HTTP/1.1`);
  }

  /** An agent knows what to do with the connection, and without a length there is no body. */
  protected override get isDelimited(): boolean {
    return this.useChunkedEncodingByDefault || this.agent !== undefined;
  }

  override get errored(): Error | null {
    return this.#error;
  }

  #setHeaders({ headers, setHost, setDefaultHeaders, auth, path }: RequestOptions, port: string): void {
    if (Array.isArray(headers)) {
      this.storeHead(`${this.method} ${this.path} HTTP/1.1`, headerPairs(headers));
      return;
    }
    for (const [name, value] of headerPairs(headers)) this.setHeader(name, value);
    const given = this.getHeader('host');
    if (Array.isArray(given)) throw invalidArgType('options.headers.host', 'string', given);
    const isAddress6 = this.host.split(':').length > 2 && !this.host.startsWith('[');
    const authority = (isAddress6 ? `[${this.host}]` : this.host) + port;
    if (!given && (setHost ?? setDefaultHeaders !== false)) {
      this.setHeader('Host', this.method === 'CONNECT' && path ? String(path) : authority);
    }
    if (auth && !this.getHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`);
    }
    if (this.getHeader('expect')) this._implicitHeader();
  }

  #connect(options: ConnectionOptions): void {
    if (this.agent) {
      this.agent.addRequest(this, options);
      return;
    }
    const { createConnection } = options;
    const where = { ...options, path: options.socketPath };
    if (typeof createConnection !== 'function') {
      this.onSocket(connect(where));
      return;
    }
    let isMade = false;
    const onMade: ConnectionCallback = (error, socket) => {
      if (isMade) return;
      isMade = true;
      if (error) nextTick(() => this.emit('error', error));
      else this.onSocket(socket!);
    };
    try {
      const socket = createConnection(where, onMade);
      if (socket) onMade(null, socket);
    } catch (error) {
      onMade(error as Error);
    }
  }

  #onSocket(socket: MessageSocket | null, error: Error | null): void {
    if (!this.destroyed && !error && socket) {
      this.#use(socket);
      return;
    }
    this.markDestroyed();
    const report = (reason: Error | null): void => {
      const told = reason ?? (this.aborted ? null : connectionReset('socket hang up'));
      if (told && !this.#hasFailed) this.#fail(told);
      this.tellClosed();
    };
    if (socket && !error && this.agent && !socket.destroyed) {
      socket.emit('free');
      socket.off('error', this.#onError);
      report(this.#error);
    } else if (socket) {
      socket.destroy(error ?? this.#error);
      streams().finished(socket, (failure: Error | null = null) => {
        const isClose = (failure as { code?: string } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
        report(isClose || !failure ? (error ?? this.#error) : failure);
      });
    } else {
      report(error ?? this.#error);
    }
  }

  #use(socket: MessageSocket): void {
    this.#parser = new MessageParser(
      'RESPONSE',
      {
        onHead: (head) => this.#onHead(head, socket),
        onBody: (bytes) => {
          if (!this.res!.push(wrap(bytes.slice()))) socket.pause();
        },
        onEnd: (rawTrailers) => this.res?.finish(rawTrailers),
      },
      this.maxHeaderSize,
    );
    socket._httpMessage = this;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    if (this.timeout !== undefined || this.agent?.options?.timeout) this.#listenToTimeout(socket);
    this.assignSocket(socket);
  }

  #onHead(head: ParsedHead, socket: Socket): Following {
    if (this.res) {
      socket.destroy();
      return 'nothing';
    }
    const response = new IncomingMessage(socket);
    response.joinDuplicateHeaders = this.#joinsHeaders;
    response.begin(head, null, this.maxHeadersCount);
    if (head.upgrade || this.method === 'CONNECT') {
      this.res = response;
      response.upgrade = true;
      return 'another protocol';
    }
    const { statusCode, statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders } =
      response;
    if (statusCode! < 200 && statusCode !== 101) {
      if (statusCode === 100) this.emit('continue');
      this.emit('information', {
        statusCode,
        statusMessage,
        httpVersion,
        httpVersionMajor,
        httpVersionMinor,
        headers: response.headers,
        rawHeaders,
      });
      return 'nothing';
    }
    if (!head.shouldKeepAlive) this.shouldKeepAlive = false;
    this.res = response;
    response.req = this;
    response.on('end', () => this.#onResponseEnd());
    this.on('finish', () => {
      if (this.shouldKeepAlive && this.#hasEnded) this.#release();
    });
    socket.on('timeout', this.#onResponseTimeout);
    if (this.aborted || !this.emit('response', response)) response._dump();
    return this.method === 'HEAD' || statusCode === 304 ? 'nothing' : 'body';
  }

  readonly #onData = (bytes: Uint8Array): void => {
    const socket = this.socket!;
    const result = this.#parser!.execute(bytes);
    if (typeof result !== 'number') {
      this.#leave();
      socket.destroy();
      this.#fail(result);
    } else if (this.res?.upgrade) {
      this.#handOver(socket, this.res, wrap(bytes.slice(result)));
    } else if (this.res?.complete) {
      this.#leave();
    }
  };

  readonly #onEnd = (): void => {
    if (!this.res && !this.#hasFailed) this.#fail(connectionReset('socket hang up'));
    this.#parser?.finish();
    this.socket?.destroy();
  };

  readonly #onClose = (): void => {
    this.markDestroyed();
    const { res } = this;
    this.#parser?.finish();
    if (res && !res.complete) res.abort();
    else if (!res && !this.#hasFailed) this.#fail(connectionReset('socket hang up'));
    this.tellClosed();
  };

  readonly #onError = (error: Error): void => {
    this.#fail(error);
    this.#parser?.finish();
    this.#leave();
    this.socket?.destroy();
  };

  readonly #onTimeout = (): void => void this.emit('timeout');
  readonly #onResponseTimeout = (): void => void this.res?.emit('timeout');

  #onResponseEnd(): void {
    const { socket } = this;
    socket?.off('timeout', this.#onTimeout);
    socket?.off('timeout', this.#onResponseTimeout);
    this.#hasEnded = true;
    if (!this.shouldKeepAlive) {
      if (!socket?.writable) return;
      if (typeof socket.destroySoon === 'function') socket.destroySoon();
      else socket.end();
    } else if (this.writableFinished && !this.aborted) {
      this.#release();
    }
  }

  /** Gives the connection back, after what the program does at the end of the response. */
  #release(): void {
    const socket = this.socket!;
    if (this.timeoutCb) socket.setTimeout(0, this.timeoutCb);
    this.timeoutCb = null;
    this.#leave();
    socket.off('close', this.#onClose).off('error', this.#onError);
    nextTick(() => {
      this.tellClosed();
      socket.emit('free');
    });
    this.markDestroyed();
    if (this.res) this.res.socket = null;
  }

  #handOver(socket: MessageSocket, response: IncomingMessage, rest: Uint8Array): void {
    this.#leave();
    socket.off('timeout', this.#onTimeout).off('timeout', this.#onResponseTimeout);
    const event = this.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (this.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    socket.emit('agentRemove');
    socket.off('close', this.#onClose).off('error', this.#onError);
    socket._httpMessage = null;
    (socket as { readableFlowing: boolean | null }).readableFlowing = null;
    this.emit(event, response, socket, rest);
    this.tellClosed();
  }

  /** No more of what comes is for this request. */
  #leave(): void {
    this.#parser?.stop();
    this.socket?.off('data', this.#onData).off('end', this.#onEnd);
  }

  #fail(error: Error): void {
    this.#hasFailed = true;
    this.emit('error', error);
  }

  #listenToTimeout(socket = this.socket): void {
    if (this.timeoutCb) return;
    this.timeoutCb = this.#onTimeout;
    if (socket) socket.once('timeout', this.#onTimeout);
    else this.on('socket', (given: Socket) => given.once('timeout', this.#onTimeout));
  }

  #onceWritable(act: (socket: Socket) => void): void {
    const wait = (): void => {
      const socket = this.socket!;
      if (socket.writable) act(socket);
      else socket.once('connect', () => act(socket));
    };
    if (this.socket) wait();
    else this.once('socket', wait);
  }

  #abortWith(signal: AbortSignal): void {
    validateAbortSignal(signal, 'signal');
    const abort = (): void => void this.destroy(new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort);
    this.once('close', () => signal.removeEventListener('abort', abort));
  }
}
