import { wrap } from '../buffer/buffer.ts';
import { httpParserLibrary } from '../deferred-packages.ts';
import type { Socket } from '../net/socket.ts';
import type { ParsedHead } from './http-parser-library.ts';
import { IncomingMessage } from './incoming-message.ts';
import { MessageParser, type ParseError } from './message-parser.ts';
import type { Server } from './server.ts';
import { ServerResponse } from './server-response.ts';

/** What a client cannot know of, and so is added to the time that it was told. */
const KEEP_ALIVE_GRACE_MS = 1000;

/** One client's requests, and the responses in their order. */
export class ServerConnection {
  readonly socket: Socket;
  readonly #server: Server;
  readonly #parser: MessageParser;
  readonly #responses: ServerResponse[] = [];
  #request: IncomingMessage | undefined;
  #upgrade: IncomingMessage | undefined;
  #requests = 0;

  constructor(server: Server, socket: Socket) {
    this.#server = server;
    this.socket = socket;
    this.#parser = new MessageParser('REQUEST', {
      onHead: (head) => this.#onHead(head),
      onBody: (bytes) => {
        if (!this.#request!.push(wrap(bytes.slice()))) socket.pause();
      },
      onEnd: (rawTrailers) => this.#request!.finish(rawTrailers),
    });
    if (server.timeout) socket.setTimeout(server.timeout);
    socket.on('data', this.#onData);
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error: Error) => this.#onError(error));
    socket.on('timeout', () => this.#onTimeout());
    socket.on('close', () => {
      for (const response of this.#responses) {
        response.req.abort();
        response.destroy();
      }
    });
  }

  /** Whether no request waits for its response. */
  get isIdle(): boolean {
    return this.#responses.length === 0;
  }

  readonly #onData = (bytes: Uint8Array): void => {
    const result = this.#parser.execute(bytes);
    if (typeof result !== 'number') this.#onError(result);
    else if (this.#upgrade) this.#handOver(this.#upgrade, bytes.subarray(result));
  };

  /** From here on the connection is the program's. */
  #handOver(request: IncomingMessage, rest: Uint8Array): void {
    this.#parser.stop();
    this.socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('timeout');
    this.#server.emit(upgradeEvent(request), request, this.socket, wrap(rest.slice()));
  }

  #onHead(head: ParsedHead): boolean {
    const { socket } = this;
    const server = this.#server;
    const request = new IncomingMessage(socket);
    request.begin(head, httpParserLibrary().methods[head.method]!);
    this.#request = request;
    this.#requests++;
    if (head.upgrade && server.listenerCount(upgradeEvent(request)) > 0) {
      this.#upgrade = request;
      return true;
    }
    if (server.timeout === 0) socket.setTimeout(0);
    const keepAliveS = server.keepAliveTimeout > 0 ? Math.floor(server.keepAliveTimeout / 1000) : null;
    const response = new ServerResponse(request, keepAliveS);
    response.isLast = /close/i.test(String(request.headers['connection'])) || this.#isLastRequest;
    this.#responses.push(response);
    if (this.#responses.length === 1) response.assignSocket(socket);
    response.once('finish', () => this.#onFinish(response, request));
    if (request.httpVersion === '1.1' && request.headers['host'] === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
    } else if (/^100-continue$/i.test(String(request.headers['expect']))) {
      if (server.listenerCount('checkContinue') > 0) {
        server.emit('checkContinue', request, response);
      } else {
        response.writeContinue();
        server.emit('request', request, response);
      }
    } else {
      server.emit('request', request, response);
    }
    return false;
  }

  get #isLastRequest(): boolean {
    const { maxRequestsPerSocket } = this.#server;
    return maxRequestsPerSocket > 0 && this.#requests >= maxRequestsPerSocket;
  }

  #onFinish(response: ServerResponse, request: IncomingMessage): void {
    this.#responses.shift();
    // What nobody has read of the request makes way for the next.
    if (!request.readableEnded) request.resume();
    response.detachSocket();
    if (response.isLast) {
      this.socket.destroySoon();
    } else if (this.#responses.length > 0) {
      this.#responses[0]!.assignSocket(this.socket);
    } else if (!this.#server.listening) {
      this.socket.destroySoon();
    } else if (this.#server.keepAliveTimeout > 0) {
      this.socket.setTimeout(this.#server.keepAliveTimeout + KEEP_ALIVE_GRACE_MS);
    }
  }

  #onEnd(): void {
    const error = this.#parser.finish();
    if (error) this.#onError(error);
    else this.socket.end();
  }

  #onError(error: Error | ParseError): void {
    const { socket } = this;
    this.#parser.stop();
    socket.off('data', this.#onData);
    if (this.#server.emit('clientError', error, socket)) return;
    const isOverflow = (error as Partial<ParseError>).code === 'HPE_HEADER_OVERFLOW';
    const status = isOverflow ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (socket.writable && this.isIdle) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    socket.destroySoon();
  }

  #onTimeout(): void {
    const request = this.#request;
    const heard = [
      request && !request.complete && request.emit('timeout', this.socket),
      this.#responses[0]?.emit('timeout', this.socket),
      this.#server.emit('timeout', this.socket),
    ];
    if (!heard.some(Boolean)) this.socket.destroy();
  }
}

function upgradeEvent({ method }: IncomingMessage): 'connect' | 'upgrade' {
  return method === 'CONNECT' ? 'connect' : 'upgrade';
}
