import { callSync, send, submit } from '../../../thread/system-calls.ts';
import { Buffer, wrap } from '../buffer/buffer.ts';
import {
  invalidArgValue,
  nodeError,
  validateDuration,
  validateFunction,
  validateInt32,
  validateString,
} from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import type { DoneCallback, Duplex, DuplexOptions } from '../stream-types.ts';
import { RefedCall } from '../refed-call.ts';
import { streams } from '../streams.ts';
import { clearTimeout, setTimeout, type Timeout } from '../timeouts.ts';
import {
  addressInfo,
  type AddressInfo,
  addressOfHost,
  type Endpoint,
  readArguments,
  readPort,
  UNKNOWN_HOST,
} from './endpoint.ts';
import { connectError, notFound, streamError } from './net-errors.ts';

const CHUNK_BYTES = 64 * 1024;
/** What `shutdown(2)` calls no more writing. */
const SHUT_WRITING = 1;

/** The options of a socket. */
export interface SocketOptions extends DuplexOptions {
  /** A socket of this process that is connected. */
  fd?: number;
  timeout?: number;
  /** Closes the socket with an `AbortError`. */
  signal?: AbortSignal;
  /** Whether nothing is read before the program asks. */
  pauseOnCreate?: boolean;
}

const { addAbortSignal, Duplex } = streams();

/** The descriptor of a socket that is connected. */
export let connectedDescriptor: (socket: Socket) => number | null;
/** Gives up a socket's connection, which another process goes on with: nothing more happens to the socket. */
export let detachSocket: (socket: Socket) => void;

/** @see https://nodejs.org/api/net.html#class-netsocket */
export class Socket extends Duplex {
  static {
    connectedDescriptor = (socket) => (socket.connecting ? null : socket.#fd);
    detachSocket = (socket) => socket.#detach();
  }

  connecting = false;
  timeout: number | undefined;
  #fd: number | null = null;
  #isPipe = false;
  readonly #reading = new RefedCall();
  #bytesRead = 0;
  #bytesSent = 0;
  #timer: Timeout | undefined;
  readonly #known: { address?: AddressInfo | undefined; peer?: AddressInfo | undefined } = {};

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE */
  constructor(given: SocketOptions | number = {}) {
    const { fd, timeout, pauseOnCreate, signal, ...options } =
      typeof given === 'number' ? { fd: given } : given;
    for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode'] as const) {
      if (options[name]) throw invalidArgValue(`options.${name}`, options[name], 'is not supported');
    }
    if (fd !== undefined) validateInt32(fd, 'fd', 0);
    super({ allowHalfOpen: false, ...options, emitClose: false, autoDestroy: true, decodeStrings: true });
    if (timeout !== undefined) this.setTimeout(timeout);
    if (signal !== undefined) addAbortSignal(signal, this);
    this.on('end', () => {
      if (!this.allowHalfOpen) this.write = writeAfterEnd;
    });
    if (fd === undefined) return;
    this.#fd = fd;
    this.#isPipe = callSync('socket.state', fd).family === 'unix';
    if (pauseOnCreate) this.pause();
    else this.read(0);
  }

  connect(...given: unknown[]): this {
    const [options, callback] = readArguments(given);
    this.#beginAnew();
    const { port, path, host = 'localhost' } = options;
    if (path === undefined && port === undefined) {
      const message = 'The "options" or "port" or "path" argument must be specified';
      throw nodeError('ERR_MISSING_ARGS', message, TypeError);
    }
    if (path !== undefined) validateString(path, 'options.path');
    const to: Endpoint =
      path !== undefined
        ? { family: 'unix', path }
        : { family: 'inet', host: addressOfHost(host), port: readPort(port, 'Port') };
    if (callback) this.once('connect', callback);
    this.connecting = true;
    if (to.family === 'inet' && to.host !== host) nextTick(() => this.#lookUp(to, host as string));
    else this.#connectTo(to);
    return this;
  }

  get pending(): boolean {
    return this.#fd === null || this.connecting;
  }

  get readyState(): string {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** What is written and not yet sent. Bytes. */
  get bufferSize(): number | undefined {
    return this.#fd === null && !this.connecting ? undefined : this.writableLength;
  }

  /** @deprecated `connecting` */
  get _connecting(): boolean {
    return this.connecting;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  get bytesWritten(): number {
    return this.#bytesSent + this.writableLength;
  }

  address(): AddressInfo | Record<string, never> {
    return this.#addressOf('address') ?? {};
  }

  get localAddress(): string | undefined {
    return this.#addressOf('address')?.address;
  }

  get localPort(): number | undefined {
    return this.#addressOf('address')?.port;
  }

  get localFamily(): string | undefined {
    return this.#addressOf('address')?.family;
  }

  get remoteAddress(): string | undefined {
    return this.#addressOf('peer')?.address;
  }

  get remotePort(): number | undefined {
    return this.#addressOf('peer')?.port;
  }

  get remoteFamily(): string | undefined {
    return this.#addressOf('peer')?.family;
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  setTimeout(timeoutMs: number, callback?: (this: Socket) => void): this {
    if (this.destroyed) return this;
    validateDuration(timeoutMs, 'msecs');
    this.timeout = timeoutMs;
    if (callback !== undefined) validateFunction(callback, 'callback');
    this.#touch();
    if (callback && this.timeout === 0) this.removeListener('timeout', callback);
    else if (callback) this.once('timeout', callback);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#reading.ref();
    return this;
  }

  unref(): this {
    this.#reading.unref();
    return this;
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** The peer hears of an ordinary end: the kernel's sockets know no reset. */
  resetAndDestroy(): this {
    return this.destroy(this.#fd === null ? nodeError('ERR_SOCKET_CLOSED', 'Socket is closed') : undefined);
  }

  override _read(): void {
    const fd = this.#fd;
    if (this.connecting || fd === null) {
      if (this.connecting) this.once('connect', () => this._read());
      return;
    }
    if (this.#reading.isPending) return;
    const call = submit('read', [fd, CHUNK_BYTES], (error, bytes) => {
      this.#reading.end();
      if (this.#fd !== fd) return;
      this.#touch();
      if (error) {
        this.destroy(streamError(error, 'read'));
        return;
      }
      this.#bytesRead += bytes!.length;
      this.push(bytes!.length === 0 ? null : wrap(bytes!));
      if (bytes!.length === 0) this.read(0);
    });
    this.#reading.begin(call);
  }

  override _write(chunk: Uint8Array, encoding: string, callback: DoneCallback): void {
    if (this.connecting) {
      this.#onceConnected(callback, () => this._write(chunk, encoding, callback));
    } else if (this.#fd === null) {
      callback(nodeError('ERR_SOCKET_CLOSED', 'Socket is closed'));
    } else {
      this.#touch();
      submit('write', [this.#fd, new Uint8Array(chunk)], (error) => {
        if (!error) this.#bytesSent += chunk.length;
        this.#touch();
        callback(error && streamError(error, 'write'));
      });
    }
  }

  _writev(chunks: readonly { readonly chunk: Uint8Array }[], callback: DoneCallback): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer', callback);
  }

  override _final(callback: DoneCallback): void {
    if (this.connecting) {
      this.#onceConnected(callback, () => this._final(callback));
    } else if (this.#fd === null) {
      callback();
    } else {
      send('socket.shutdown', this.#fd, SHUT_WRITING);
      callback();
    }
  }

  override _destroy(error: Error | null, callback: DoneCallback): void {
    const fd = this.#fd;
    this.connecting = false;
    this.#fd = null;
    clearTimeout(this.#timer);
    this.#reading.abandon();
    callback(error);
    const emitClose = (): void => void this.emit('close', error !== null);
    if (fd === null) nextTick(emitClose);
    else submit('close', [fd], emitClose);
  }

  /** A socket that was closed may connect again. */
  #beginAnew(): void {
    if (this.write === writeAfterEnd) Reflect.deleteProperty(this, 'write');
    if (!this.destroyed) return;
    this._undestroy();
    this.#known.address = undefined;
    this.#known.peer = undefined;
    this.#bytesRead = 0;
    this.#bytesSent = 0;
  }

  #detach(): void {
    const fd = this.#fd;
    if (fd === null) return;
    this.#fd = null;
    this.setTimeout(0);
    this.#reading.abandon();
    send('descriptor.cancel-reads', fd);
    send('close', fd);
  }

  #lookUp(to: Endpoint & { family: 'inet' }, hostname: string): void {
    if (this.destroyed) return;
    if (to.host === UNKNOWN_HOST) {
      const error = notFound(hostname);
      this.emit('lookup', error, undefined, undefined, hostname);
      this.destroy(error);
      return;
    }
    this.emit('lookup', null, to.host, 4, hostname);
    if (this.connecting) this.#connectTo(to);
  }

  #connectTo(to: Endpoint): void {
    this.#isPipe = to.family === 'unix';
    const fd = callSync('socket.create', to.family);
    this.#fd = fd;
    submit('socket.connect', [fd, to], (error) => {
      if (this.#fd !== fd) return;
      if (error) {
        this.destroy(connectError(error, to));
        return;
      }
      this.connecting = false;
      this.#touch();
      this.emit('connect');
      this.emit('ready');
      if (!this.isPaused()) this.read(0);
    });
  }

  /** Waits to be connected; a socket that is closed before fails the callback. */
  #onceConnected(callback: DoneCallback, act: () => void): void {
    const onClose = (): void => {
      callback(
        nodeError(
          'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
          'Socket closed before the connection was established',
        ),
      );
    };
    this.once('connect', () => {
      this.off('close', onClose);
      act();
    });
    this.once('close', onClose);
  }

  /** Once it was asked for, it is known for good. */
  #addressOf(side: 'address' | 'peer'): AddressInfo | undefined {
    if (this.#fd === null || this.#isPipe || this.connecting) return this.#known[side];
    const endpoint = callSync('socket.state', this.#fd)[side];
    return (this.#known[side] ??= endpoint?.family === 'inet' ? addressInfo(endpoint) : undefined);
  }

  /** Something has happened: the time without anything begins anew. */
  #touch(): void {
    clearTimeout(this.#timer);
    if (this.timeout) this.#timer = setTimeout(() => this.emit('timeout'), this.timeout).unref();
  }
}

/** What `write` becomes once the peer has ended the connection, which then ends on this side, too. */
function writeAfterEnd(this: Duplex, chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
  if (!this.writableEnded) return Reflect.apply(Duplex.prototype.write, this, [chunk, encoding, callback]);
  const done = typeof encoding === 'function' ? encoding : callback;
  const error = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  if (typeof done === 'function') nextTick(done as DoneCallback, error);
  this.destroy(error);
  return false;
}
