import { nodeError } from '../errors.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { OutgoingMessage } from './outgoing-message.ts';
import { statusCodes } from './status-codes.ts';

/** @see https://nodejs.org/api/http.html#class-httpserverresponse */
export class ServerResponse extends OutgoingMessage {
  statusCode = 200;
  statusMessage: string | undefined = undefined;
  readonly req: IncomingMessage;

  /** @param keepAliveS what the head says of how long the connection lasts */
  constructor(request: IncomingMessage, keepAliveS: number | null = null) {
    super();
    this.req = request;
    this.sendDate = true;
    const isOld =
      request.httpVersionMajor !== null && request.httpVersionMajor < 2 && request.httpVersionMinor! < 1;
    if (isOld) this.shouldKeepAlive = /keep-alive/i.test(String(request.headers['connection']));
    this.framing = { hasBody: request.method !== 'HEAD', inChunks: !isOld, keepAliveS };
  }

  /** @throws ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_STATUS_CODE */
  writeHead(statusCode: number, reason?: unknown, given?: unknown): this {
    if (this.headersSent) {
      throw nodeError('ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
    }
    const code = statusCode | 0;
    if (code < 100 || code > 999) {
      throw nodeError('ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${statusCode}`, RangeError);
    }
    this.statusCode = code;
    if (typeof reason === 'string') this.statusMessage = reason;
    const headers = typeof reason === 'string' ? given : (reason ?? given);
    if (headers) this.setHeaders(headers as Iterable<[string, string]>);
    this.storeHead();
    return this;
  }

  writeContinue(callback?: () => void): void {
    this.onceConnected((socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1', callback));
  }

  writeProcessing(callback?: () => void): void {
    this.onceConnected((socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n', 'latin1', callback));
  }

  protected override get firstLine(): string {
    this.statusMessage ??= statusCodes[this.statusCode] ?? 'unknown';
    return `HTTP/1.1 ${this.statusCode} ${this.statusMessage}`;
  }

  protected override storeHead(): void {
    if (this.headersSent) return;
    const { statusCode } = this;
    if (statusCode < 200 || statusCode === 204 || statusCode === 304) {
      this.framing = { ...this.framing, hasBody: false };
    }
    super.storeHead();
  }
}
