import { Buffer } from '../buffer/buffer.ts';
import { rejectionHandler } from '../captured-rejections.ts';
import { invalidArgType, nodeError } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import type { Socket } from '../net/socket.ts';
import type { DoneCallback } from '../stream-types.ts';
import {
  checkCharacters,
  headerLines,
  type HeaderPair,
  headerPairs,
  type HeaderValue,
  validateHeaderName,
  validateHeaderValue,
} from './headers.ts';
import { MessageWithHeaders } from './message-with-headers.ts';

/** The options of a message. */
export interface OutgoingMessageOptions {
  highWaterMark?: number;
  rejectNonStandardBodyWrites?: boolean;
}

/** How long a connection lasts that nothing comes through, and for how many requests, as heads tell it. */
export interface KeepAlivePromise {
  readonly timeoutMs: number;
  readonly maxRequests: number;
}

/** @see https://nodejs.org/api/http.html#class-httpoutgoingmessage */
export class OutgoingMessage extends MessageWithHeaders {
  shouldKeepAlive = true;
  chunkedEncoding = false;
  useChunkedEncodingByDefault = true;
  strictContentLength = false;
  maxRequestsOnConnectionReached = false;
  socket: Socket | null = null;
  /** Whether the connection ends with this message. */
  isLast = false;
  keepAlivePromise: KeepAlivePromise | null = null;
  protected hasBody = true;
  /** Whether an empty chunk could be taken for the next message. */
  protected forbidsChunks = false;
  readonly #refusesBody: boolean;
  #isHeadSent = false;
  #isWritable = true;
  #isCorkedForTurn = false;
  #isClosed = false;
  #error: Error | null | undefined = null;
  /** The connection, as long as the end of the message waits to be sent with the rest. */
  #held: Socket | null = null;
  #trailers = '';
  /** Of the body: what the head tells, and what was written. */
  #contentLength: number | null = null;
  #bytesWritten = 0;
  /** What waits for a socket. */
  #waiting: (() => void) | null = null;

  constructor({ highWaterMark, rejectNonStandardBodyWrites = false }: OutgoingMessageOptions = {}) {
    super({
      decodeStrings: true,
      autoDestroy: false,
      emitClose: false,
      ...(highWaterMark === undefined ? {} : { highWaterMark }),
    });
    this.#refusesBody = rejectNonStandardBodyWrites;
  }

  /** Whether the head has gone to the connection. */
  get _headerSent(): boolean {
    return this.#isHeadSent;
  }

  get outputSize(): number {
    return this.writableLength;
  }

  get finished(): boolean {
    return this.writableEnded;
  }

  get connection(): Socket | null {
    return this.socket;
  }

  set connection(socket: Socket | null) {
    this.socket = socket;
  }

  /** A message does not stop being writable, in Node. */
  override get writable(): boolean {
    return this.#isWritable;
  }

  override set writable(value: boolean) {
    this.#isWritable = value;
  }

  override get closed(): boolean {
    return this.#isClosed;
  }

  override get errored(): Error | null {
    return this.#error as Error | null;
  }

  override get writableCorked(): number {
    return Math.max(0, super.writableCorked - Number(this.#isCorkedForTurn));
  }

  /** Sends the head now, before there is any body. */
  flushHeaders(): void {
    if (this._header === null) this._implicitHeader();
    if (!this.#isHeadSent && !this.writableEnded) super.write('');
  }

  /** @throws ERR_INVALID_HTTP_TOKEN, ERR_INVALID_CHAR */
  addTrailers(headers: Record<string, string> | readonly HeaderPair[]): void {
    this.#trailers = '';
    for (const [name, value] of headerPairs(headers)) {
      validateHeaderName(name, 'Trailer name');
      for (const line of [value].flat()) checkCharacters(line, 'trailer content', name);
      this.#trailers += headerLines(name, value);
    }
  }

  setTimeout(timeoutMs: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    if (this.socket) this.socket.setTimeout(timeoutMs);
    else this.once('socket', (socket: Socket) => socket.setTimeout(timeoutMs));
    return this;
  }

  // ── the connection ──────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the message a connection: what has waited for one is sent. */
  assignSocket(socket: Socket): void {
    this.socket = socket;
    this.emit('socket', socket);
    const send = this.#waiting;
    if (!send) return;
    this.#waiting = null;
    socket.cork();
    send();
    nextTick(() => socket.uncork());
  }

  detachSocket(_socket?: Socket): void {
    this.socket = null;
  }

  /** Ends the connection; the message itself reports nothing. */
  override destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    this.#error = error;
    this.markDestroyed();
    if (this.socket) this.socket.destroy(error);
    else this.once('socket', (socket: Socket) => socket.destroy(error));
    return this;
  }

  /** Tells that nothing more happens to the message. */
  tellClosed(): void {
    if (this.#isClosed) return;
    this.markDestroyed();
    this.#isClosed = true;
    this.emit('close');
  }

  protected markDestroyed(): void {
    (this as { destroyed: boolean }).destroyed = true;
  }

  [rejectionHandler](error: Error): void {
    this.destroy(error);
  }

  // ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────

  /** Decides on the head, as the body begins. */
  _implicitHeader(): void {
    throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', 'The _implicitHeader() method is not implemented');
  }

  /**
   * Decides on the head, which is sent with the first of the body.
   *
   * @param given other headers than those that were set
   * @throws ERR_HTTP_TRAILER_INVALID
   */
  protected storeHead(firstLine: string, given?: readonly HeaderPair[]): void {
    let head = `${firstLine}\r\n`;
    const values = new Map<string, HeaderValue>();
    for (const [name, value] of given ?? this._headerPairs) {
      if (given) validateHeaderName(name);
      if (given) validateHeaderValue(name, value);
      head += headerLines(name, value);
      values.set(name.toLowerCase(), value);
    }
    for (const name of values.keys()) this.unwanted.delete(name);
    if (this.sendDate && !values.has('date')) head += `Date: ${new Date().toUTCString()}\r\n`;
    if (/chunked/i.test(String(values.get('transfer-encoding')))) this.chunkedEncoding = true;
    if (this.chunkedEncoding && this.forbidsChunks) {
      this.chunkedEncoding = false;
      this.shouldKeepAlive = false;
    }
    if (values.has('content-length')) this.#contentLength = Number(values.get('content-length'));
    head += this.#connectionLines(values) + this.#lengthLine(values);
    if (values.has('trailer') && !this.chunkedEncoding) {
      throw nodeError('ERR_HTTP_TRAILER_INVALID', 'Trailers are invalid with this transfer encoding');
    }
    this._header = `${head}\r\n`;
    if (values.has('expect')) super.write('');
  }

  /** Whether the other side knows where the message ends while the connection lasts. */
  protected get isDelimited(): boolean {
    return this.useChunkedEncodingByDefault;
  }

  #connectionLines(values: ReadonlyMap<string, HeaderValue>): string {
    const connection = values.get('connection');
    if (connection !== undefined) {
      if (/(?:^|\W)close(?:$|\W)/i.test(String(connection))) this.isLast = true;
      else this.shouldKeepAlive = true;
      return '';
    }
    if (this.unwanted.has('connection')) {
      this.isLast = !this.shouldKeepAlive;
      return '';
    }
    const lasts = this.shouldKeepAlive && (values.has('content-length') || this.isDelimited);
    if (!lasts) this.isLast = true;
    if (!lasts || this.maxRequestsOnConnectionReached) return 'Connection: close\r\n';
    if (!this.keepAlivePromise || values.has('keep-alive')) return 'Connection: keep-alive\r\n';
    const { timeoutMs, maxRequests } = this.keepAlivePromise;
    const max = maxRequests > 0 ? `, max=${maxRequests}` : '';
    return `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(timeoutMs / 1000)}${max}\r\n`;
  }

  #lengthLine(values: ReadonlyMap<string, HeaderValue>): string {
    if (values.has('content-length') || values.has('transfer-encoding')) return '';
    if (!this.hasBody) {
      this.chunkedEncoding = false;
    } else if (!this.useChunkedEncodingByDefault) {
      this.isLast = true;
    } else if (
      !values.has('trailer') &&
      !this.unwanted.has('content-length') &&
      this.#contentLength !== null
    ) {
      return `Content-Length: ${this.#contentLength}\r\n`;
    } else if (this.unwanted.has('transfer-encoding')) {
      this.isLast = true;
    } else {
      this.chunkedEncoding = true;
      return 'Transfer-Encoding: chunked\r\n';
    }
    return '';
  }

  /** Writes of one turn are sent together, once there is a connection. */
  override write(chunk: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): boolean {
    if (chunk !== null && !isData(chunk)) {
      throw invalidArgType('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
    }
    if (this.writableEnded || this.destroyed || chunk === null) {
      return super.write(chunk, encoding, callback);
    }
    this.#count(chunk, encoding, false);
    if (this._header === null) this._implicitHeader();
    if (!this.hasBody) {
      this.#checkBodyAllowed();
      nextTick((typeof encoding === 'function' ? encoding : callback) ?? (() => undefined));
      return true;
    }
    if (this.socket && !this.#isCorkedForTurn) {
      this.#isCorkedForTurn = true;
      this.cork();
      nextTick(() => {
        this.#isCorkedForTurn = false;
        this.uncork();
      });
    }
    return super.write(chunk, encoding, callback);
  }

  override end(chunk?: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): this {
    const done = [chunk, encoding, callback].find((value) => typeof value === 'function') as DoneCallback;
    const data = typeof chunk === 'function' || !chunk ? undefined : chunk;
    if (this.writableEnded) return super.end(data, encoding, done);
    if (data !== undefined && !isData(data)) {
      throw invalidArgType('chunk', ['string', 'Buffer', 'Uint8Array'], data);
    }
    if (data !== undefined) this.#count(data, encoding, true);
    if (this._header === null) {
      this.#contentLength ??= data === undefined ? 0 : byteLength(data, encoding);
      this._implicitHeader();
    }
    if (data !== undefined && !this.hasBody) this.#checkBodyAllowed();
    this.#checkLength(this.#bytesWritten, (wanted, found) => wanted !== found);
    if (this.socket && !this.#held) {
      this.#held = this.socket;
      this.socket.cork();
    }
    if (data === undefined || !this.hasBody) return super.end(done);
    return super.end(data, typeof encoding === 'string' ? encoding : 'utf8', done);
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: DoneCallback): void {
    this._writev([{ chunk }], callback);
  }

  _writev(chunks: readonly { readonly chunk: Uint8Array }[], callback: DoneCallback): void {
    const body = chunks.map(({ chunk }) => chunk);
    const sizeBytes = body.reduce((sum, { length }) => sum + length, 0);
    if (sizeBytes === 0) this.#send([], callback);
    else if (this.chunkedEncoding) this.#send([`${sizeBytes.toString(16)}\r\n`, ...body, '\r\n'], callback);
    else this.#send(body, callback);
  }

  override _final(callback: DoneCallback): void {
    const isChunked = this.hasBody && this.chunkedEncoding;
    this.#send(isChunked ? [`0\r\n${this.#trailers}\r\n`] : [], callback);
    this.#letGo();
  }

  /** Sends text before the head, by Node's name. */
  _writeRaw(text: string, encoding = 'latin1', callback?: () => void): boolean {
    if (this.socket) return this.socket.write(text, encoding, callback);
    this.once('socket', (socket: Socket) => socket.write(text, encoding, callback));
    return false;
  }

  #send(parts: readonly (string | Uint8Array)[], callback: DoneCallback): void {
    if (!this.socket) {
      this.#waiting = () => this.#send(parts, callback);
      return;
    }
    const head = this.#isHeadSent || this._header === null ? [] : [this._header];
    this.#isHeadSent = true;
    const bytes = Buffer.concat(
      [...head, ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    );
    if (bytes.length === 0 || this.socket.write(bytes)) {
      callback();
    } else {
      this.socket.once('drain', callback);
      this.#letGo();
    }
  }

  #letGo(): void {
    this.#held?.uncork();
    this.#held = null;
  }

  #count(chunk: string | Uint8Array, encoding: unknown, isEnd: boolean): void {
    if (!this.strictContentLength) return;
    const size = this.#bytesWritten + byteLength(chunk, encoding);
    this.#checkLength(size, (wanted, found) => (isEnd ? found !== wanted : found > wanted));
    this.#bytesWritten = size;
  }

  #checkLength(size: number, isWrong: (wanted: number, found: number) => boolean): void {
    const wanted = this.#contentLength;
    if (!this.strictContentLength || wanted === null || !this.hasBody || this.chunkedEncoding) return;
    if (this.unwanted.has('content-length') || this.hasHeader('transfer-encoding')) return;
    if (!isWrong(wanted, size)) return;
    throw nodeError(
      'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
      `Response body's content-length of ${size} byte(s) does not match the content-length of ${wanted} byte(s) set in header`,
    );
  }

  #checkBodyAllowed(): void {
    if (!this.#refusesBody) return;
    const message = 'Adding content for this request method or response status is not allowed.';
    throw nodeError('ERR_HTTP_BODY_NOT_ALLOWED', message);
  }
}

function isData(chunk: unknown): chunk is string | Uint8Array {
  return typeof chunk === 'string' || chunk instanceof Uint8Array;
}

function byteLength(chunk: string | Uint8Array, encoding: unknown): number {
  return Buffer.byteLength(chunk, typeof encoding === 'string' ? encoding : 'utf8');
}
