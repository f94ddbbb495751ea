import { wrap } from '../buffer/buffer.ts';
import { httpParserLibrary } from '../deferred-packages.ts';
import { nodeError } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import type { ParsedHead } from './http-parser-library.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { ParseError } from './line-checker.ts';
import { type Following, MessageParser } from './message-parser.ts';
import type { Server } from './server.ts';
import type { MessageClasses } from './server-options.ts';
import type { MessageSocket, ServerResponse } from './server-response.ts';

/** What is answered to a client that cannot be understood, by the error's code. */
const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** One client's requests, and the responses in their order. */
export class ServerConnection {
  readonly socket: MessageSocket;
  readonly #server: Server;
  readonly #classes: MessageClasses;
  readonly #parser: MessageParser;
  /** Those that are not finished; the first has the connection. */
  readonly #responses: ServerResponse[] = [];
  #request: IncomingMessage | undefined;
  #upgrade: IncomingMessage | undefined;
  #requests = 0;
  /** When the message began that comes, of which the head may have come; a client that is silent at first counts as well. */
  #begunMs: number | null = performance.now();
  #hasHead = false;
  #waitsForNext = false;

  constructor(server: Server, socket: MessageSocket, classes: MessageClasses) {
    this.#server = server;
    this.#classes = classes;
    this.socket = socket;
    this.#parser = new MessageParser(
      'REQUEST',
      {
        onHead: (head) => this.#onHead(head),
        onBody: (bytes) => {
          if (!this.#request!.push(wrap(bytes.slice()))) socket.pause();
        },
        onEnd: (rawTrailers) => {
          this.#begunMs = null;
          this.#hasHead = false;
          this.#request!.finish(rawTrailers);
        },
      },
      server.maxHeaderSize,
    );
    if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
    socket.on('timeout', this.#onTimeout);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  /** Whether no request comes, or waits for its response. */
  get isIdle(): boolean {
    return this.#begunMs === null && this.#responses.length === 0;
  }

  /** Ends the connection if a request takes too long to come. */
  expire(headersMs: number, requestMs: number): void {
    if (this.#begunMs === null) return;
    const sinceMs = performance.now() - this.#begunMs;
    if (sinceMs < requestMs && (this.#hasHead || sinceMs < headersMs)) return;
    this.#begunMs = null;
    this.#onError(nodeError('ERR_HTTP_REQUEST_TIMEOUT', 'Request timeout'));
  }

  readonly #onData = (bytes: Uint8Array): void => {
    this.#begunMs ??= performance.now();
    if (this.#waitsForNext) {
      this.#waitsForNext = false;
      this.socket.setTimeout(this.#server.timeout || 0);
    }
    const result = this.#parser.execute(bytes);
    if (this.#parser.isWithinMessage) this.#begunMs ??= performance.now();
    if (typeof result !== 'number') this.#onError(result);
    else if (this.#upgrade) this.#handOver(this.#upgrade, bytes.subarray(result));
  };

  /** From here on the connection is the program's. */
  #handOver(request: IncomingMessage, rest: Uint8Array): void {
    const { socket } = this;
    this.#leave();
    socket.off('end', this.#onEnd).off('close', this.#onClose);
    socket.off('error', this.#onError).off('timeout', this.#onTimeout);
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (this.#server.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    (socket as { readableFlowing: boolean | null }).readableFlowing = null;
    this.#server.emit(event, request, socket, wrap(rest.slice()));
  }

  #onHead(head: ParsedHead): Following {
    const { socket } = this;
    const server = this.#server;
    const { Request, Response } = this.#classes;
    const request = new Request(socket);
    request.joinDuplicateHeaders = server.joinDuplicateHeaders;
    request.begin(head, httpParserLibrary().methods[head.method]!, server.maxHeadersCount);
    this.#request = request;
    this.#hasHead = true;
    if (head.upgrade && (request.method === 'CONNECT' || server.shouldUpgradeCallback(request))) {
      this.#upgrade = request;
      return 'another protocol';
    }
    request.upgrade = false;
    const response = new Response(request, {
      highWaterMark: socket.writableHighWaterMark,
      rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
    });
    if (server.keepAliveTimeout > 0) {
      const { keepAliveTimeout: timeoutMs, maxRequestsPerSocket: maxRequests } = server;
      response.keepAlivePromise = { timeoutMs, maxRequests: Math.trunc(maxRequests) || 0 };
    }
    response.shouldKeepAlive = this.#lasts(request);
    this.#responses.push(response);
    if (this.#responses.length === 1) response.assignSocket(socket);
    response.on('finish', () => this.#onFinish(response, request));
    this.#answer(request, response);
    return 'body';
  }

  #lasts({ httpVersion, headers }: IncomingMessage): boolean {
    const connection = String(headers['connection']);
    return httpVersion === '1.1' ? !/close/i.test(connection) : /keep-alive/i.test(connection);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const server = this.#server;
    const { maxRequestsPerSocket } = server;
    const { expect, host } = request.headers;
    const isNew = request.httpVersion === '1.1';
    if (isNew && server.requireHostHeader && host === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
      return;
    }
    if (isNew && maxRequestsPerSocket > 0) {
      this.#requests++;
      response.maxRequestsOnConnectionReached = this.#requests >= maxRequestsPerSocket;
    }
    if (isNew && maxRequestsPerSocket > 0 && this.#requests > maxRequestsPerSocket) {
      server.emit('dropRequest', request, this.socket);
      response.writeHead(503);
      response.end();
    } else if (!isNew || expect === undefined) {
      server.emit('request', request, response);
    } else if (/(?:^|\W)100-continue(?:$|\W)/i.test(String(expect))) {
      response.expectsContinue = true;
      if (server.emit('checkContinue', request, response)) return;
      response.writeContinue();
      server.emit('request', request, response);
    } else if (!server.emit('checkExpectation', request, response)) {
      response.writeHead(417);
      response.end();
    }
  }

  #onFinish(response: ServerResponse, request: IncomingMessage): void {
    const { socket } = this;
    const server = this.#server;
    this.#responses.shift();
    // What nobody has read of the request makes way for the next.
    const isRead = request.readableFlowing === true || request.readableDidRead;
    if (!isRead && request.listenerCount('readable') === 0) request._dump();
    response.detachSocket(socket);
    nextTick(() => response.tellClosed());
    const next = this.#responses[0];
    if (response.isLast) {
      if (typeof socket.destroySoon === 'function') socket.destroySoon();
      else socket.end();
    } else if (next) {
      next.assignSocket(socket);
    } else if (server.keepAliveTimeout > 0 && typeof socket.setTimeout === 'function') {
      socket.setTimeout(server.keepAliveTimeout + server.keepAliveTimeoutBuffer);
      this.#waitsForNext = true;
    }
  }

  readonly #onEnd = (): void => {
    const error = this.#parser.finish();
    if (error) this.#onError(error);
    else if (this.#server.httpAllowHalfOpen && !this.isIdle) this.#responses.at(-1)!.isLast = true;
    else this.socket.end();
  };

  readonly #onError = (error: Error | ParseError): void => {
    const { socket } = this;
    this.#leave();
    socket.off('error', this.#onError);
    if (socket.listenerCount('error') === 0) socket.on('error', () => undefined);
    if (this.#server.emit('clientError', error, socket)) return;
    if (socket.writable && !this.#responses[0]?._headerSent) {
      const refusal = refusals[(error as Partial<ParseError>).code ?? ''] ?? '400 Bad Request';
      socket.write(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`, () => socket.destroy(error));
    } else {
      socket.destroy(error);
    }
  };

  readonly #onClose = (): void => {
    this.#parser.stop();
    for (const { req } of this.#responses) if (!req.destroyed) req.abort();
  };

  readonly #onTimeout = (): void => {
    const request = this.#request;
    const heard = [
      request && !request.complete && request.emit('timeout', this.socket),
      this.#responses[0]?.emit('timeout', this.socket),
      this.#server.emit('timeout', this.socket),
    ];
    if (!heard.some(Boolean)) this.socket.destroy();
  };

  /** No more of what comes is a request. */
  #leave(): void {
    this.#parser.stop();
    this.socket.off('data', this.#onData);
  }
}
