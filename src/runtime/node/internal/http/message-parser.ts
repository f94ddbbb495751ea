import { wrap } from '../buffer/buffer.ts';
import { httpParserLibrary } from '../deferred-packages.ts';
import type { HttpParser, ParsedHead } from './http-parser-library.ts';

/** What a parser tells of the messages that it finds. */
export interface MessageEvents {
  /** Returns whether the message has no body, whatever its headers say. */
  onHead(head: ParsedHead): boolean;
  onBody(bytes: Uint8Array): void;
  onEnd(rawTrailers: readonly string[]): void;
}

/** What is wrong with what came: `code` is one of llhttp's. */
export interface ParseError extends Error {
  code: string;
  rawPacket?: Uint8Array;
}

/** Finds the messages of HTTP/1 in a stream of bytes. */
export class MessageParser {
  readonly #parser: HttpParser;
  #isOver = false;

  constructor(kind: 'REQUEST' | 'RESPONSE', events: MessageEvents) {
    const Parser = httpParserLibrary().HTTPParser;
    const parser = new Parser(kind);
    let trailers: readonly string[] = [];
    parser[Parser.kOnHeadersComplete] = (head: ParsedHead) => {
      trailers = [];
      return events.onHead(head);
    };
    parser[Parser.kOnHeaders] = (rawTrailers: readonly string[]) => {
      trailers = rawTrailers;
    };
    parser[Parser.kOnBody] = (bytes: Uint8Array) => events.onBody(bytes);
    parser[Parser.kOnMessageComplete] = () => events.onEnd(trailers);
    this.#parser = parser;
  }

  /** Takes more bytes. Returns how many belong to messages, or what is wrong with them. */
  execute(bytes: Uint8Array): number | ParseError {
    if (this.#isOver) return bytes.length;
    const result = this.#parser.execute(wrap(bytes));
    return typeof result === 'number' ? result : worded(result, bytes);
  }

  /** No more will come. Returns what is wrong with that. */
  finish(): ParseError | undefined {
    const error = this.#isOver ? undefined : this.#parser.finish();
    this.#isOver = true;
    return error && worded(error, new Uint8Array(0));
  }

  /** What comes is no message any more. */
  stop(): void {
    this.#isOver = true;
  }
}

function worded(error: Error, rawPacket: Uint8Array): ParseError {
  const { code = 'HPE_INVALID_CONSTANT' } = error as Partial<ParseError>;
  const reason = error.message === 'max header size exceeded' ? 'Header overflow' : error.message;
  return Object.assign(new Error(`Parse Error: ${reason.replace(/^Parse Error:? ?/, '')}`), {
    code: reason === 'Header overflow' ? 'HPE_HEADER_OVERFLOW' : code,
    reason,
    rawPacket,
  });
}
