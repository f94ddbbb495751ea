import { connectionReset } from '../net/net-errors.ts';
import type { Socket } from '../net/socket.ts';
import type { DoneCallback } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { distinctHeaders, joinHeaders } from './headers.ts';
import type { ParsedHead } from './http-parser-library.ts';

const { Readable } = streams();

/** @see https://nodejs.org/api/http.html#class-httpincomingmessage */
export class IncomingMessage extends Readable {
  httpVersionMajor: number | null = null;
  httpVersionMinor: number | null = null;
  httpVersion: string | null = null;
  complete = false;
  rawHeaders: readonly string[] = [];
  rawTrailers: readonly string[] = [];
  joinDuplicateHeaders = false;
  aborted = false;
  upgrade: boolean | null = null;
  url = '';
  method: string | null = null;
  statusCode: number | null = null;
  statusMessage: string | null = null;
  /** The request that this answers, in a client. */
  req: unknown;
  readonly socket: Socket;
  #headers: Record<string, string | string[]> | undefined;

  constructor(socket: Socket) {
    super({});
    this.socket = socket;
  }

  /** Takes over what stands before the body. */
  begin(head: ParsedHead, method: string | null): void {
    this.httpVersionMajor = head.versionMajor;
    this.httpVersionMinor = head.versionMinor;
    this.httpVersion = `${head.versionMajor}.${head.versionMinor}`;
    this.rawHeaders = head.headers;
    this.upgrade = head.upgrade;
    this.method = method;
    if (method === null) {
      this.statusCode = head.statusCode;
      this.statusMessage = head.statusMessage;
    } else {
      this.url = head.url;
    }
  }

  get connection(): Socket {
    return this.socket;
  }

  get headers(): Record<string, string | string[]> {
    return (this.#headers ??= joinHeaders(this.rawHeaders));
  }

  get headersDistinct(): Record<string, string[]> {
    return distinctHeaders(this.rawHeaders);
  }

  get trailers(): Record<string, string | string[]> {
    return joinHeaders(this.rawTrailers);
  }

  get trailersDistinct(): Record<string, string[]> {
    return distinctHeaders(this.rawTrailers);
  }

  setTimeout(timeoutMs: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    this.socket.setTimeout(timeoutMs);
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
    this.destroy(this.listenerCount('error') > 0 ? connectionReset('aborted') : null);
  }

  override _read(): void {
    this.socket.resume();
  }

  override _destroy(error: Error | null, callback: DoneCallback): void {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
      this.socket.destroy();
    }
    callback(error);
  }
}
