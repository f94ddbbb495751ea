import { nodeError, validateInteger } from '../errors.ts';
import type { Socket } from '../net/socket.ts';
import { inspect } from '../inspect.ts';
import { earlyHints } from './early-hints.ts';
import {
  checkCharacters,
  headerLines,
  headerPairs,
  validateHeaderName,
  validateHeaderValue,
} from './headers.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { OutgoingMessage, type OutgoingMessageOptions } from './outgoing-message.ts';
import { statusCodes } from './status-codes.ts';

/** A socket that knows the message that is sent through it, by Node's name. */
export type MessageSocket = Socket & { _httpMessage?: OutgoingMessage | null };

/** @see https://nodejs.org/api/http.html#class-httpserverresponse */
export class ServerResponse extends OutgoingMessage {
  statusCode = 200;
  statusMessage: string | undefined = undefined;
  /** Whether the client waits to be told to go on. */
  expectsContinue = false;
  readonly req: IncomingMessage;
  readonly #onSocketClose = (): void => this.tellClosed();

  constructor(request: IncomingMessage, options?: OutgoingMessageOptions) {
    super(options);
    this.req = request;
    this.sendDate = true;
    if (request.method === 'HEAD') this.hasBody = false;
    const { httpVersionMajor: major, httpVersionMinor: minor } = request;
    if ((major !== null && major < 1) || (minor !== null && minor < 1)) {
      this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(String(request.headers['te']));
      this.shouldKeepAlive = false;
    }
  }

  /** @throws ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_STATUS_CODE, ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR */
  writeHead(statusCode: number, reason?: unknown, given?: unknown): this {
    if (this.headersSent) throw headersSent();
    const code = statusCode | 0;
    if (code < 100 || code > 999) throw invalidStatusCode(statusCode);
    if (typeof reason === 'string') this.statusMessage = reason;
    else this.statusMessage ||= statusCodes[code] ?? 'unknown';
    this.statusCode = code;
    const headers = typeof reason === 'string' ? given : (given ?? reason);
    const pairs = headers ? headerPairs(headers) : undefined;
    const isAlone = this.getHeaderNames().length === 0;
    if (pairs && !isAlone && Array.isArray(headers)) {
      for (const [name] of pairs) this.removeHeader(name);
      for (const [name, value] of pairs) if (name) this.appendHeader(name, value as string);
    } else if (pairs && !isAlone) {
      for (const [name, value] of pairs) if (name) this.setHeader(name, value);
    }
    checkCharacters(this.statusMessage, 'statusMessage');
    if (code === 204 || code === 304 || code < 200) this.hasBody = false;
    if (this.expectsContinue) this.shouldKeepAlive = false;
    this.forbidsChunks = code === 204 || code === 304;
    this.storeHead(`HTTP/1.1 ${code} ${this.statusMessage}`, isAlone ? pairs : undefined);
    return this;
  }

  /** @throws ERR_HTTP_HEADERS_SENT, ERR_OUT_OF_RANGE, ERR_HTTP_INVALID_STATUS_CODE */
  writeInformation(statusCode: number, headers?: unknown, callback?: () => void): void {
    if (this.headersSent) throw headersSent();
    validateInteger(statusCode, 'statusCode', 100, 199);
    if (statusCode === 101) throw invalidStatusCode(statusCode);
    let head = `HTTP/1.1 ${statusCode} ${statusCodes[statusCode] ?? 'unknown'}\r\n`;
    for (const [name, value] of headerPairs(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      head += headerLines(name, value);
    }
    this._writeRaw(`${head}\r\n`, 'latin1', callback);
  }

  writeContinue(callback?: () => void): void {
    this.writeInformation(100, null, callback);
    this.expectsContinue = false;
  }

  writeProcessing(callback?: () => void): void {
    this.writeInformation(102, null, callback);
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR */
  writeEarlyHints(hints: unknown, callback?: () => void): void {
    const headers = earlyHints(hints);
    if (headers.length > 0) this.writeInformation(103, headers, callback);
  }

  override _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  /** @throws ERR_HTTP_SOCKET_ASSIGNED */
  override assignSocket(socket: MessageSocket): void {
    if (socket._httpMessage) {
      throw nodeError('ERR_HTTP_SOCKET_ASSIGNED', 'ServerResponse has an already assigned socket');
    }
    socket._httpMessage = this;
    socket.on('close', this.#onSocketClose);
    super.assignSocket(socket);
  }

  override detachSocket(socket: MessageSocket): void {
    socket.off('close', this.#onSocketClose);
    socket._httpMessage = null;
    super.detachSocket();
  }
}

function headersSent(): Error {
  return nodeError('ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
}

function invalidStatusCode(statusCode: unknown): Error {
  const shown = typeof statusCode === 'string' ? statusCode : inspect(statusCode);
  return nodeError('ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${shown}`, RangeError);
}
