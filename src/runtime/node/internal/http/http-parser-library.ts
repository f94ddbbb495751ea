/** What stands before the body of a message. */
export interface ParsedHead {
  readonly versionMajor: number;
  readonly versionMinor: number;
  /** Names and values in turns. */
  readonly headers: readonly string[];
  /** The method's place in `HttpParserLibrary.methods`, of a request. */
  readonly method: number;
  readonly url: string;
  readonly statusCode: number;
  readonly statusMessage: string;
  /** Whether what follows is no message; a program may not want that. */
  upgrade: boolean;
  readonly shouldKeepAlive: boolean;
}

/** The states in which a parser reads lines. */
export type LineState =
  | 'REQUEST_LINE'
  | 'RESPONSE_LINE'
  | 'HEADER'
  | 'BODY_CHUNKHEAD'
  | 'BODY_CHUNKEMPTYLINE'
  | 'BODY_CHUNKTRAILERS';

/** One connection's parser. Its handlers are methods under the numbers of the class. */
export interface HttpParser {
  [handler: number]: (given: never) => unknown;
  state: LineState;
  /** The bytes that it is in, and where. */
  chunk: Uint8Array;
  offset: number;
  end: number;
  /** What there is of a line that goes on in the next bytes. */
  line: string;
  isChunked: boolean;
  maxHeaderSize: number;
  /** Reads a line, without its end; undefined = the end has not come. */
  consumeLine(): string | undefined;
  execute(bytes: Uint8Array): number | Error;
  finish(): Error | undefined;
}

/** The part of `http-parser-js` that the host uses. */
export interface HttpParserLibrary {
  readonly methods: string[];
  readonly HTTPParser: {
    new (kind: 'REQUEST' | 'RESPONSE'): HttpParser;
    readonly kOnHeaders: number;
    readonly kOnHeadersComplete: number;
    readonly kOnBody: number;
    readonly kOnMessageComplete: number;
  };
}
