import { wrap } from '../buffer/buffer.ts';
import { httpParserLibrary } from '../deferred-packages.ts';
import type { HttpParser, ParsedHead } from './http-parser-library.ts';
import { LineChecker, type ParseError, parseError } from './line-checker.ts';

const LINE_FEED = 0x0a;
/** How long the head of a message may be, if the program does not say. */
export const MAX_HEADER_BYTES = 16_384;

/** What follows a head: the body that it tells of, none whatever it tells, or no message at all. */
export type Following = 'body' | 'nothing' | 'another protocol';

/** What a parser tells of the messages that it finds. */
export interface MessageEvents {
  onHead(head: ParsedHead): Following;
  onBody(bytes: Uint8Array): void;
  onEnd(rawTrailers: readonly string[]): void;
}

/** Finds the messages of HTTP/1 in a stream of bytes. */
export class MessageParser {
  readonly #parser: HttpParser;
  /** What a handler has found wrong. */
  #refusal: ParseError | undefined;
  #isOver = false;

  constructor(kind: 'REQUEST' | 'RESPONSE', events: MessageEvents, maxHeaderBytes = MAX_HEADER_BYTES) {
    const { HTTPParser: Parser, methods } = httpParserLibrary();
    if (!methods.includes('QUERY')) methods.push('QUERY');
    const parser = new Parser(kind);
    const checker = new LineChecker(kind, maxHeaderBytes || MAX_HEADER_BYTES);
    parser.maxHeaderSize = Infinity;
    parser.consumeLine = () => readLine(parser, checker);
    let trailers: readonly string[] = [];
    parser[Parser.kOnHeadersComplete] = (head: ParsedHead) => {
      trailers = [];
      const following = events.onHead(head);
      if (following === 'another protocol') return 2;
      head.upgrade = false;
      parser.isChunked = checker.isChunked;
      if (kind === 'REQUEST' && checker.isEndless) {
        this.#refusal = parseError('INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`');
        throw this.#refusal;
      }
      return following === 'nothing';
    };
    parser[Parser.kOnHeaders] = (rawTrailers: readonly string[]) => {
      trailers = rawTrailers;
    };
    parser[Parser.kOnBody] = (bytes: Uint8Array) => {
      if (!this.#isOver) events.onBody(bytes);
    };
    parser[Parser.kOnMessageComplete] = () => {
      if (!this.#isOver) events.onEnd(trailers);
    };
    this.#parser = parser;
  }

  /** Whether a message has begun that has not ended. */
  get isWithinMessage(): boolean {
    const { state, line } = this.#parser;
    return !this.#isOver && (line !== '' || (state !== 'REQUEST_LINE' && state !== 'RESPONSE_LINE'));
  }

  /** Takes more bytes. Returns how many belong to messages, or what is wrong with them. */
  execute(bytes: Uint8Array): number | ParseError {
    if (this.#isOver) return bytes.length;
    let result: number | Error;
    try {
      result = this.#parser.execute(wrap(bytes));
    } catch (error) {
      if (error !== this.#refusal) throw error;
      result = error as ParseError;
    }
    if (typeof result === 'number') return result;
    this.#isOver = true;
    const error = result as ParseError;
    const bytesParsed = error.code.endsWith('OVERFLOW') ? bytes.length : this.#parser.offset;
    return Object.assign(error, { bytesParsed, rawPacket: wrap(bytes) });
  }

  /** No more will come. Returns what is wrong with that. */
  finish(): ParseError | undefined {
    if (this.#isOver) return undefined;
    const error = this.#parser.finish();
    const isWithinLine = this.#parser.line !== '';
    this.#isOver = true;
    return error || isWithinLine ? parseError('INVALID_EOF_STATE', 'Invalid EOF state') : undefined;
  }

  /** What comes is no message any more. */
  stop(): void {
    this.#isOver = true;
  }
}

function readLine(parser: HttpParser, checker: LineChecker): string | undefined {
  const { chunk, offset, end, state } = parser;
  const at = chunk.indexOf(LINE_FEED, offset);
  const isWhole = at !== -1 && at < end;
  const text = parser.line + wrap(chunk.subarray(offset, isWhole ? at : end)).toString('latin1');
  if (!isWhole) {
    checker.checkBeginning(state, text);
    parser.line = text;
    parser.offset = end;
    return undefined;
  }
  const line = checker.check(state, text);
  parser.line = '';
  parser.offset = at + 1;
  return line;
}
