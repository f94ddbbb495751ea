import { methods } from './methods.ts';
import type { LineState } from './http-parser-library.ts';

/** How long the extensions of a chunk may be. */
const MAX_EXTENSIONS_BYTES = 16_384;
const headerName = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const invalidInValue = /[^\t\x20-\x7e\x80-\xff]/;
const versions = new Set(['0.9', '1.0', '1.1', '2.0']);

/** What is wrong with what came: `code` is one of llhttp's. */
export interface ParseError extends Error {
  code: string;
  reason: string;
  bytesParsed?: number;
  rawPacket?: Uint8Array;
}

/** Makes the error that Node makes of one of llhttp's. */
export function parseError(code: string, reason: string): ParseError {
  return Object.assign(new Error(`Parse Error: ${reason}`), { code: `HPE_${code}`, reason });
}

/** Refuses what llhttp refuses: what two readers could understand differently is no message. */
export class LineChecker {
  readonly #kind: 'REQUEST' | 'RESPONSE';
  readonly #maxHeaderBytes: number;
  #headerBytes = 0;
  #hasLength = false;
  #encoding: string | undefined;

  constructor(kind: 'REQUEST' | 'RESPONSE', maxHeaderBytes: number) {
    this.#kind = kind;
    this.#maxHeaderBytes = maxHeaderBytes;
  }

  /** Whether the body goes in chunks. */
  get isChunked(): boolean {
    return this.#encoding !== undefined && /(?:^|[ ,\t])chunked$/i.test(this.#encoding);
  }

  /** Whether there is an encoding of which a request's reader could not know the end. */
  get isEndless(): boolean {
    return this.#encoding !== undefined && !this.isChunked;
  }

  /**
   * Checks the beginning of a line that has not come whole.
   *
   * @throws ParseError
   */
  checkBeginning(state: LineState, text: string): void {
    if (state === 'REQUEST_LINE') checkMethod(text);
    this.#count(state, text.length);
  }

  /**
   * Checks a line, which ends with its carriage return, and returns it without.
   *
   * @throws ParseError
   */
  check(state: LineState, text: string): string {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const hasReturn = line !== text;
    switch (state) {
      case 'REQUEST_LINE':
      case 'RESPONSE_LINE':
        this.#headerBytes = 0;
        this.#hasLength = false;
        this.#encoding = undefined;
        if (line !== '') (state === 'REQUEST_LINE' ? checkRequestLine : checkResponseLine)(line, hasReturn);
        break;
      case 'HEADER':
      case 'BODY_CHUNKTRAILERS':
        if (!hasReturn) throw parseError('CR_EXPECTED', 'Missing expected CR after header value');
        this.#checkHeader(line, state === 'HEADER');
        break;
      case 'BODY_CHUNKHEAD':
        this.#checkChunkHead(line, hasReturn);
        break;
      case 'BODY_CHUNKEMPTYLINE':
        if (text !== '\r') throw parseError('STRICT', 'Expected LF after chunk data');
    }
    this.#count(state, text.length);
    if (state === 'HEADER') this.#headerBytes += text.length + 1;
    return line;
  }

  #count(state: LineState, sizeBytes: number): void {
    if (state === 'BODY_CHUNKEMPTYLINE') return;
    if (state === 'BODY_CHUNKHEAD') {
      if (sizeBytes > MAX_EXTENSIONS_BYTES) {
        throw parseError('CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow');
      }
    } else if (this.#headerBytes + sizeBytes >= this.#maxHeaderBytes) {
      throw parseError('HEADER_OVERFLOW', 'Header overflow');
    }
  }

  #checkHeader(line: string, isHead: boolean): void {
    if (line === '') return;
    if (line.includes('\r')) throw parseError('LF_EXPECTED', 'Missing expected LF after header value');
    if (/^[ \t]/.test(line)) {
      // Servers may still break a value into lines.
      if (this.#kind === 'RESPONSE' && this.#headerBytes > 0) return;
      throw parseError('INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value');
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (!headerName.test(name)) throw parseError('INVALID_HEADER_TOKEN', 'Invalid header token');
    const value = line.slice(colon + 1).trim();
    if (invalidInValue.test(value)) throw parseError('INVALID_HEADER_TOKEN', 'Invalid header value char');
    if (!isHead) return;
    if (/^content-length$/i.test(name)) this.#checkLength(value);
    else if (/^transfer-encoding$/i.test(name)) this.#checkEncoding(value);
  }

  #checkLength(value: string): void {
    if (this.#encoding !== undefined) {
      throw parseError('INVALID_CONTENT_LENGTH', "Content-Length can't be present with Transfer-Encoding");
    }
    if (this.#hasLength) throw parseError('UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length');
    this.#hasLength = true;
    if (value === '') throw parseError('INVALID_CONTENT_LENGTH', 'Empty Content-Length');
    if (!/^\d+$/.test(value)) {
      throw parseError('INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length');
    }
    if (!Number.isSafeInteger(Number(value))) {
      throw parseError('INVALID_CONTENT_LENGTH', 'Content-Length overflow');
    }
  }

  #checkEncoding(value: string): void {
    if (this.#hasLength) {
      throw parseError('INVALID_TRANSFER_ENCODING', "Transfer-Encoding can't be present with Content-Length");
    }
    if (this.isChunked) {
      throw parseError('INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value');
    }
    this.#encoding = value;
  }

  #checkChunkHead(line: string, hasReturn: boolean): void {
    const size = /^[0-9a-f]+/i.exec(line)?.[0] ?? '';
    const rest = line.slice(size.length);
    if (size === '' || !/^ *(?:;|$)/.test(rest)) {
      throw parseError('INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
    }
    if (!hasReturn) throw parseError('CR_EXPECTED', 'Missing expected CR after chunk size');
  }
}

function checkMethod(text: string): void {
  const space = text.indexOf(' ');
  const word = space === -1 ? text : text.slice(0, space);
  if (space === -1 ? methods.some((method) => method.startsWith(word)) : methods.includes(word)) return;
  const goesOn = methods.some((method) => word.startsWith(method));
  throw parseError('INVALID_METHOD', goesOn ? 'Expected space after method' : 'Invalid method encountered');
}

function checkRequestLine(line: string, hasReturn: boolean): void {
  checkMethod(`${line} `);
  const [method, url = '', protocol = '', ...more] = line.split(' ');
  if (url === '' || more.length > 0) throw parseError('INVALID_URL', 'Unexpected char in url schema');
  if (method !== 'CONNECT' && !/^(?:[/*]|[a-z]+:\/\/)/i.test(url)) {
    throw parseError('INVALID_URL', 'Invalid characters in url');
  }
  if (!protocol.startsWith('HTTP/')) {
    throw parseError('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/');
  }
  if (!versions.has(protocol.slice('HTTP/'.length))) {
    throw parseError('INVALID_VERSION', 'Invalid HTTP version');
  }
  if (!hasReturn) throw parseError('INVALID_VERSION', 'Expected CRLF after version');
}

function checkResponseLine(line: string, hasReturn: boolean): void {
  const [, version = '', status = ''] = /^HTTP\/(\S*) ?(\S*)/.exec(line) ?? [];
  if (version === '') throw parseError('INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/');
  if (!versions.has(version)) throw parseError('INVALID_VERSION', 'Invalid HTTP version');
  if (!/^\d{3}$/.test(status)) throw parseError('INVALID_STATUS', 'Invalid status code');
  if (!hasReturn) throw parseError('CR_EXPECTED', 'Missing expected CR after response line');
}
