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
  readonly upgrade: boolean;
  readonly shouldKeepAlive: boolean;
}

/** One connection's parser. Its handlers are methods under the numbers of the class. */
export interface HttpParser {
  [handler: number]: (given: never) => unknown;
  execute(bytes: Uint8Array): number | Error;
  finish(): Error | undefined;
}

/** The part of `http-parser-js` that the host uses. */
export interface HttpParserLibrary {
  readonly methods: readonly string[];
  readonly HTTPParser: {
    new (kind: 'REQUEST' | 'RESPONSE'): HttpParser;
    readonly kOnHeaders: number;
    readonly kOnHeadersComplete: number;
    readonly kOnBody: number;
    readonly kOnMessageComplete: number;
  };
}
