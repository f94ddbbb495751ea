import { connectionReset } from '../net/net-errors.ts';
import type { Socket } from '../net/socket.ts';
import { nextTick } from '../next-tick.ts';
import type { DoneCallback } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { addHeader, distinctHeaders, joinHeaders } from './headers.ts';
import type { ParsedHead } from './http-parser-library.ts';

type Headers = Record<string, string | string[]>;
type DistinctHeaders = Record<string, string[]>;

const { Readable, finished } = streams();

/** @see https://nodejs.org/api/http.html#class-httpincomingmessage */
export class IncomingMessage extends Readable {
  socket: Socket | null | undefined;
  httpVersionMajor: number | null = null;
  httpVersionMinor: number | null = null;
  httpVersion: string | null = null;
  complete = false;
  rawHeaders: readonly string[] = [];
  rawTrailers: readonly string[] = [];
  joinDuplicateHeaders: boolean | undefined = false;
  aborted = false;
  upgrade: boolean | null = null;
  url = '';
  method: string | null = null;
  statusCode: number | null = null;
  statusMessage: string | null = null;
  client: Socket | undefined;
  /** The request that this answers, in a client. */
  req: unknown;
  #headers: Headers | undefined;
  #headersDistinct: DistinctHeaders | undefined;
  #trailers: Headers | undefined;
  #trailersDistinct: DistinctHeaders | undefined;
  #aborting: AbortController | undefined;
  #isDumped = false;

  constructor(socket?: Socket) {
    super(socket?.readableHighWaterMark === undefined ? {} : { highWaterMark: socket.readableHighWaterMark });
    this.socket = socket;
    this.client = socket;
  }

  /**
   * Takes over what stands before the body.
   *
   * @param maxHeaders how many headers count
   */
  begin(head: ParsedHead, method: string | null, maxHeaders: number | null = null): void {
    this.httpVersionMajor = head.versionMajor;
    this.httpVersionMinor = head.versionMinor;
    this.httpVersion = `${head.versionMajor}.${head.versionMinor}`;
    this.rawHeaders = maxHeaders ? head.headers.slice(0, 2 * maxHeaders) : head.headers;
    this.upgrade = head.upgrade;
    this.method = method;
    if (method === null) {
      this.statusCode = head.statusCode;
      this.statusMessage = head.statusMessage;
    } else {
      this.url = head.url;
    }
  }

  get connection(): Socket | null | undefined {
    return this.socket;
  }

  set connection(socket: Socket | null | undefined) {
    this.socket = socket;
  }

  get headers(): Headers {
    return (this.#headers ??= joinHeaders(this.rawHeaders, this.joinDuplicateHeaders));
  }

  set headers(headers: Headers) {
    this.#headers = headers;
  }

  get headersDistinct(): DistinctHeaders {
    return (this.#headersDistinct ??= distinctHeaders(this.rawHeaders));
  }

  set headersDistinct(headers: DistinctHeaders) {
    this.#headersDistinct = headers;
  }

  get trailers(): Headers {
    return (this.#trailers ??= joinHeaders(this.rawTrailers, this.joinDuplicateHeaders));
  }

  set trailers(trailers: Headers) {
    this.#trailers = trailers;
  }

  get trailersDistinct(): DistinctHeaders {
    return (this.#trailersDistinct ??= distinctHeaders(this.rawTrailers));
  }

  set trailersDistinct(trailers: DistinctHeaders) {
    this.#trailersDistinct = trailers;
  }

  /** Aborts when the connection closes before the message has been dealt with. */
  get signal(): AbortSignal {
    if (!this.#aborting) {
      const aborting = new AbortController();
      this.#aborting = aborting;
      if (this.aborted || this.socket?.destroyed) aborting.abort();
      else this.socket?.once('close', () => aborting.abort());
    }
    return this.#aborting.signal;
  }

  setTimeout(timeoutMs: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    this.socket?.setTimeout(timeoutMs);
    return this;
  }

  /** The message has come to its end. */
  finish(rawTrailers: readonly string[]): void {
    this.rawTrailers = rawTrailers;
    this.complete = true;
    this.push(null);
  }

  /** Its connection has ended before it, or before its response. */
  abort(): void {
    this.destroy(connectionReset('aborted'));
  }

  /** What is left of the body is of no use to anybody. */
  _dump(): void {
    if (this.#isDumped) return;
    this.#isDumped = true;
    this.removeAllListeners('data');
    this.resume();
  }

  _addHeaderLine(name: string, value: string, headers: Headers): void {
    addHeader(headers, name, value, this.joinDuplicateHeaders ?? false);
  }

  override _read(): void {
    if (this.socket?.readable) this.socket.resume();
  }

  override _destroy(error: Error | null, callback: DoneCallback): void {
    // Nobody has to listen for what happens to a connection.
    const done = (reason: Error | null): void => callback(this.listenerCount('error') > 0 ? reason : null);
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
      this.#aborting?.abort();
    }
    const { socket } = this;
    if (socket && !socket.destroyed && this.aborted) {
      socket.destroy(error);
      const stop = finished(socket, (failure: Error | null = null) => {
        stop();
        const isClose = (failure as { code?: string } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
        nextTick(done, isClose || !failure ? error : failure);
      });
    } else if (!error && !this.aborted) {
      callback();
    } else {
      nextTick(done, error);
    }
  }
}
