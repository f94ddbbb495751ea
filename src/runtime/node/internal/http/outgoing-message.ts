import { Buffer } from '../buffer/buffer.ts';
import { nodeError } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import type { Socket } from '../net/socket.ts';
import type { DoneCallback } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { type HeaderValue, OutgoingHeaders } from './headers.ts';

const { Writable } = streams();

/** What ends the head of a message beside its headers. */
export interface Framing {
  readonly hasBody: boolean;
  /** Whether the head tells of a body's length, or it goes in chunks; else it lasts as long as the connection. */
  readonly inChunks: boolean;
  /** How long a connection lasts that nothing comes through, as the head tells it; null = it does not. */
  readonly keepAliveS: number | null;
}

/** @see https://nodejs.org/api/http.html#class-httpoutgoingmessage */
export class OutgoingMessage extends Writable {
  sendDate = false;
  shouldKeepAlive = true;
  chunkedEncoding = false;
  strictContentLength = false;
  socket: Socket | null = null;
  /** Whether the connection ends with this message. */
  isLast = false;
  protected framing: Framing = { hasBody: true, inChunks: true, keepAliveS: null };
  readonly #headers = new OutgoingHeaders();
  #head: string | null = null;
  #isHeadSent = false;
  #trailers = '';
  #knownLength: number | null = null;
  /** What waits for a socket. */
  #waiting: (() => void) | null = null;

  /** @param options whether it is over once it is sent */
  constructor({ autoDestroy = true }: { readonly autoDestroy?: boolean } = {}) {
    super({ decodeStrings: true, autoDestroy });
  }

  get headersSent(): boolean {
    return this.#head !== null;
  }

  get finished(): boolean {
    return this.writableEnded;
  }

  get connection(): Socket | null {
    return this.socket;
  }

  // ── headers ─────────────────────────────────────────────────────────────────────────────────────────────────

  setHeader(name: string, value: HeaderValue): this {
    this.#checkUnsent('set');
    this.#headers.set(name, value);
    return this;
  }

  setHeaders(headers: Iterable<[string, string]>): this {
    this.#checkUnsent('set');
    this.#headers.setAll(headers);
    return this;
  }

  appendHeader(name: string, value: string | readonly string[]): this {
    this.#checkUnsent('append');
    this.#headers.append(name, value);
    return this;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.#headers.get(name);
  }

  getHeaderNames(): string[] {
    return this.#headers.names;
  }

  getRawHeaderNames(): string[] {
    return this.#headers.rawNames;
  }

  getHeaders(): Record<string, HeaderValue> {
    return this.#headers.toObject();
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name);
  }

  removeHeader(name: string): void {
    this.#checkUnsent('remove');
    this.#headers.remove(name);
  }

  /** Sends the head now, before there is any body. */
  flushHeaders(): void {
    this.storeHead();
    this.write('');
  }

  addTrailers(headers: Record<string, string>): void {
    const trailers = new OutgoingHeaders();
    trailers.setAll(headers);
    this.#trailers = trailers.toString();
  }

  setTimeout(timeoutMs: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    this.onceConnected((socket) => socket.setTimeout(timeoutMs));
    return this;
  }

  // ── the connection ──────────────────────────────────────────────────────────────────────────────────────────

  /** Gives the message a connection: what has waited for one is sent. */
  assignSocket(socket: Socket): void {
    this.socket = socket;
    const send = this.#waiting;
    this.#waiting = null;
    socket.cork();
    send?.();
    nextTick(() => socket.uncork());
    this.emit('socket', socket);
  }

  detachSocket(): void {
    this.socket = null;
  }

  protected onceConnected(act: (socket: Socket) => void): void {
    if (this.socket) act(this.socket);
    else this.once('socket', act);
  }

  // ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────

  /** The first line of the message. */
  protected get firstLine(): string {
    throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', 'The _implicitHeader() method is not implemented');
  }

  /** Decides on the head, which is sent with the first of the body. */
  protected storeHead(): void {
    if (this.#head !== null) return;
    const { hasBody, inChunks, keepAliveS } = this.framing;
    let head = `${this.firstLine}\r\n${this.#headers.toString()}`;
    if (this.sendDate && !this.hasHeader('date')) head += `Date: ${new Date().toUTCString()}\r\n`;
    const hasLength = this.hasHeader('content-length');
    const encoding = this.getHeader('transfer-encoding');
    const connection = this.getHeader('connection');
    if (connection !== undefined) {
      this.isLast ||= /close/i.test(String(connection));
    } else if (this.shouldKeepAlive && !this.isLast && this.isDelimited) {
      head += 'Connection: keep-alive\r\n';
      if (keepAliveS !== null) head += `Keep-Alive: timeout=${keepAliveS}\r\n`;
    } else {
      this.isLast = true;
      head += 'Connection: close\r\n';
    }
    this.chunkedEncoding = /chunked/i.test(String(encoding));
    if (!hasBody) {
      this.chunkedEncoding = false;
    } else if (!hasLength && encoding === undefined) {
      if (!inChunks) {
        this.isLast = true;
      } else if (this.#knownLength === null) {
        this.chunkedEncoding = true;
        head += 'Transfer-Encoding: chunked\r\n';
      } else {
        head += `Content-Length: ${this.#knownLength}\r\n`;
      }
    }
    this.#head = `${head}\r\n`;
  }

  /** Whether the other side knows where the message ends while the connection lasts. */
  protected get isDelimited(): boolean {
    return this.framing.inChunks || this.hasHeader('content-length');
  }

  /** Writes of one turn are sent together, once there is a connection. */
  override write(chunk: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): boolean {
    if (!this.destroyed && !this.writableEnded) {
      this.storeHead();
      if (this.socket) {
        this.cork();
        nextTick(() => this.uncork());
      }
    }
    return super.write(chunk, encoding, callback);
  }

  override end(chunk?: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): this {
    if (this.#head === null && !this.writableEnded) {
      const isData = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
      const name = typeof encoding === 'string' ? encoding : 'utf8';
      this.#knownLength = isData ? Buffer.from(chunk, name).length : 0;
      this.storeHead();
    }
    return super.end(chunk, encoding, callback);
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: DoneCallback): void {
    this._writev([{ chunk }], callback);
  }

  _writev(chunks: readonly { readonly chunk: Uint8Array }[], callback: DoneCallback): void {
    const body = chunks.map(({ chunk }) => chunk);
    const sizeBytes = body.reduce((sum, { length }) => sum + length, 0);
    if (sizeBytes === 0 || !this.framing.hasBody) this.#send([], callback);
    else if (this.chunkedEncoding) this.#send([`${sizeBytes.toString(16)}\r\n`, ...body, '\r\n'], callback);
    else this.#send(body, callback);
  }

  override _final(callback: DoneCallback): void {
    this.storeHead();
    this.#send(this.chunkedEncoding ? [`0\r\n${this.#trailers}\r\n`] : [], callback);
  }

  #send(parts: readonly (string | Uint8Array)[], callback: DoneCallback): void {
    if (!this.socket) {
      this.#waiting = () => this.#send(parts, callback);
      return;
    }
    const head = this.#isHeadSent ? [] : [this.#head!];
    this.#isHeadSent = true;
    const bytes = Buffer.concat(
      [...head, ...parts].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    );
    if (bytes.length === 0 || this.socket.write(bytes)) callback();
    else this.socket.once('drain', callback);
  }

  #checkUnsent(what: string): void {
    if (this.#head === null) return;
    throw nodeError('ERR_HTTP_HEADERS_SENT', `Cannot ${what} headers after they are sent to the client`);
  }
}
