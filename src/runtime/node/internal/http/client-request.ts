import { Buffer, wrap } from '../buffer/buffer.ts';
import { AbortError, invalidArgType, nodeError, validateFunction } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import { connectionReset } from '../net/net-errors.ts';
import type { Socket } from '../net/socket.ts';
import type { DoneCallback } from '../stream-types.ts';
import urlModule from '../../url.ts';
import { whenAborted } from '../when-aborted.ts';
import { Agent, type ConnectionOptions, globalAgent } from './agent.ts';
import { checkHeadersObject, isToken } from './headers.ts';
import { IncomingMessage } from './incoming-message.ts';
import { MessageParser } from './message-parser.ts';
import { OutgoingMessage } from './outgoing-message.ts';

/** What `http.request` takes beside an address. */
export interface RequestOptions extends Partial<ConnectionOptions> {
  agent?: Agent | boolean;
  auth?: string;
  defaultPort?: number;
  headers?: Record<string, string> | readonly string[];
  hostname?: string;
  method?: string;
  path?: string;
  protocol?: string;
  setHost?: boolean;
  signal?: AbortSignal;
  timeout?: number;
}

type ResponseListener = (response: IncomingMessage) => void;

const withoutBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/** @see https://nodejs.org/api/http.html#class-httpclientrequest */
export class ClientRequest extends OutgoingMessage {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly protocol: string;
  readonly agent: Agent | null;
  reusedSocket = false;
  res: IncomingMessage | null = null;
  readonly #connection: ConnectionOptions;
  #isLastResponse = false;
  #hasFailed = false;
  #leave: () => void = () => undefined;

  constructor(input: unknown, second?: unknown, third?: unknown) {
    super({ autoDestroy: false });
    const [options, callback] = readRequest(input, second, third);
    const { agent, defaultPort, headers, method = 'GET', path = '/', signal, timeout } = options;
    this.agent = agent === false ? new Agent() : agent instanceof Agent ? agent : globalAgent;
    const protocol = options.protocol ?? this.agent.protocol;
    if (protocol !== this.agent.protocol) {
      const message = `Protocol "${protocol}" not supported. Expected "${this.agent.protocol}"`;
      throw nodeError('ERR_INVALID_PROTOCOL', message, TypeError);
    }
    if (/[^\x21-\xff]/.test(path)) {
      throw nodeError('ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters', TypeError);
    }
    if (typeof method !== 'string') throw invalidArgType('options.method', 'string', method);
    if (!isToken(method)) {
      throw nodeError('ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`, TypeError);
    }
    checkHeadersObject(headers);
    this.method = method.toUpperCase();
    this.path = path || '/';
    this.protocol = protocol;
    this.host = readHost(options.hostname, 'hostname') ?? readHost(options.host, 'host') ?? 'localhost';
    const port = Number(options.port ?? defaultPort ?? this.agent.defaultPort);
    this.#connection = { ...options, host: this.host, port };
    this.framing = { hasBody: true, inChunks: !withoutBody.has(this.method), keepAliveS: null };
    this.shouldKeepAlive = this.agent.keepAlive || this.agent.maxSockets !== Infinity;
    if (headers) this.setHeaders(headers as unknown as Iterable<[string, string]>);
    if (options.setHost !== false && !this.hasHeader('host')) {
      this.setHeader('Host', port === this.agent.defaultPort ? this.host : `${this.host}:${port}`);
    }
    if (options.auth && !this.hasHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
    }
    if (callback) this.once('response', callback);
    if (timeout !== undefined) this.setTimeout(timeout);
    if (signal) whenAborted(signal, () => this.destroy(new AbortError(undefined, { cause: signal.reason })));
    // A request that is never ended sends nothing; one that is destroyed in this turn asks for no connection.
    nextTick(() => {
      if (!this.destroyed) this.agent!.addRequest(this, this.#connection);
    });
  }

  /** Sends the request over a connection, and hears of its response. */
  useSocket(socket: Socket): void {
    if (this.destroyed) {
      this.agent?.release(socket, this.#connection, null);
      return;
    }
    const parser = new MessageParser('RESPONSE', {
      onHead: (head) => {
        if (head.statusCode >= 100 && head.statusCode < 200 && head.statusCode !== 101) {
          this.#onInformation(head.statusCode, head.statusMessage, head.headers);
          return false;
        }
        const response = new IncomingMessage(socket);
        response.begin(head, null);
        response.req = this;
        this.res = response;
        this.#isLastResponse = !head.shouldKeepAlive;
        response.on('close', () => this.#onResponseEnd(socket));
        if (!this.emit('response', response)) response.resume();
        return this.method === 'HEAD';
      },
      onBody: (bytes) => {
        if (!this.res!.push(wrap(bytes.slice()))) socket.pause();
      },
      onEnd: (rawTrailers) => this.res?.finish(rawTrailers),
    });
    const onData = (bytes: Uint8Array): void => {
      const result = parser.execute(bytes);
      if (typeof result !== 'number') {
        this.#fail(result);
      } else if (this.res?.statusCode === 101) {
        this.#leave();
        if (!this.emit('upgrade', this.res, socket, wrap(bytes.slice(result)))) socket.destroy();
      }
    };
    const onEnd = (): void => {
      const error = parser.finish();
      if (!this.res) this.#fail(connectionReset('socket hang up'));
      else if (error) this.res.abort();
    };
    const onClose = (): void => {
      if (!this.res) this.#fail(connectionReset('socket hang up'));
      else if (!this.res.complete) this.res.abort();
    };
    const onError = (error: Error): void => this.#fail(error);
    const onTimeout = (): void => void this.emit('timeout');
    const listeners = { data: onData, end: onEnd, close: onClose, error: onError, timeout: onTimeout };
    for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
    this.#leave = () => {
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
      parser.stop();
      this.#leave = () => undefined;
    };
    this.assignSocket(socket);
    socket.resume();
  }

  abort(): void {
    if (this.destroyed) return;
    nextTick(() => this.emit('abort'));
    this.destroy();
  }

  override setTimeout(timeoutMs: number, callback?: () => void): this {
    if (callback) this.once('timeout', callback);
    return super.setTimeout(timeoutMs);
  }

  setNoDelay(): void {
    // Bytes are sent at once anyway.
  }

  setSocketKeepAlive(): void {
    // There is no network on which a peer could vanish.
  }

  /** Without a length it has no body. */
  protected override get isDelimited(): boolean {
    return true;
  }

  protected override get firstLine(): string {
    return `${this.method} ${this.path} HTTP/1.1`;
  }

  override _destroy(error: Error | null, callback: DoneCallback): void {
    const isAnswered = this.res?.complete === true;
    const isOver = this.res !== null || this.#hasFailed;
    const reason = error ?? (isOver ? null : connectionReset('socket hang up'));
    const { socket } = this;
    if (!isAnswered) {
      this.#leave();
      if (this.res && !this.res.destroyed) this.res.abort();
      if (socket) {
        socket.on('error', () => undefined);
        socket.destroy();
      }
    }
    callback(reason);
  }

  #onResponseEnd(socket: Socket): void {
    this.#leave();
    if (!this.res!.complete || this.#isLastResponse || !this.writableFinished) socket.destroySoon();
    else this.agent?.release(socket, this.#connection, keepAliveHint(this.res!));
    this.destroy();
  }

  #onInformation(statusCode: number, statusMessage: string, rawHeaders: readonly string[]): void {
    if (statusCode === 100) this.emit('continue');
    this.emit('information', { statusCode, statusMessage, rawHeaders });
  }

  #fail(error: Error): void {
    this.#leave();
    this.#hasFailed = true;
    this.socket?.once('close', () => this.destroy());
    this.socket?.destroySoon();
    this.emit('error', error);
  }
}

function readRequest(input: unknown, second: unknown, third: unknown): [RequestOptions, ResponseListener?] {
  const url = typeof input === 'string' ? new URL(input) : input instanceof URL ? input : null;
  const given = url ? (typeof second === 'function' ? {} : second) : input;
  const callback = typeof second === 'function' ? second : third;
  if (callback !== undefined) validateFunction(callback, 'callback');
  const options = { ...(url ? urlModule.urlToHttpOptions(url) : {}), ...(given ?? {}) };
  return callback ? [options, callback as ResponseListener] : [options];
}

function readHost(host: unknown, name: string): string | undefined {
  if (host === undefined || host === null) return undefined;
  if (typeof host !== 'string')
    throw invalidArgType(`options.${name}`, ['string', 'undefined', 'null'], host);
  return host || undefined;
}

function keepAliveHint(response: IncomingMessage): number | null {
  const hint = /timeout=(\d+)/i.exec(String(response.headers['keep-alive']))?.[1];
  return hint === undefined ? null : Number(hint) * 1000;
}
