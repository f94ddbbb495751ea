/** The shapes of Node's streams, as far as the host's own modules need them (types only: `@types/node` would bring Node's globals). */
import type { EventEmitter } from '../events.ts';

/** What the callback of a write or of `destroy` receives. */
export type DoneCallback = (error?: Error | null) => void;

/** The options common to all kinds of stream. */
export interface StreamOptions {
  highWaterMark?: number;
  objectMode?: boolean;
  emitClose?: boolean;
  autoDestroy?: boolean;
  signal?: AbortSignal;
  destroy?(error: Error | null, callback: DoneCallback): void;
  construct?(callback: DoneCallback): void;
}

/** The options of a readable stream. */
export interface ReadableOptions extends StreamOptions {
  encoding?: string;
  read?(size: number): void;
}

/** The options of a writable stream. */
export interface WritableOptions extends StreamOptions {
  decodeStrings?: boolean;
  defaultEncoding?: string;
  write?(chunk: never, encoding: string, callback: DoneCallback): void;
  writev?(chunks: { chunk: never; encoding: string }[], callback: DoneCallback): void;
  final?(callback: DoneCallback): void;
}

/** The options of a stream that is both. */
export interface DuplexOptions extends ReadableOptions, WritableOptions {
  allowHalfOpen?: boolean;
  readableObjectMode?: boolean;
  writableObjectMode?: boolean;
  transform?(chunk: never, encoding: string, callback: (error?: Error | null, data?: unknown) => void): void;
  flush?(callback: (error?: Error | null, data?: unknown) => void): void;
}

/** The readable half of a stream. */
export interface Readable extends EventEmitter, AsyncIterable<unknown> {
  readonly readable: boolean;
  readonly readableEnded: boolean;
  readonly readableFlowing: boolean | null;
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
  readonly readableDidRead: boolean;
  readonly readableObjectMode: boolean;
  readonly readableEncoding: string | null;
  readonly destroyed: boolean;
  readonly errored: Error | null;
  readonly closed: boolean;
  _read(size: number): void;
  _destroy(error: Error | null, callback: DoneCallback): void;
  read(size?: number): unknown;
  push(chunk: unknown, encoding?: string): boolean;
  unshift(chunk: unknown, encoding?: string): void;
  setEncoding(encoding: string): this;
  pause(): this;
  resume(): this;
  isPaused(): boolean;
  pipe<T extends Writable>(destination: T, options?: { end?: boolean }): T;
  unpipe(destination?: Writable): this;
  destroy(error?: Error | null): this;
}

/** The writable half of a stream. */
export interface Writable extends EventEmitter {
  readonly writable: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  readonly writableCorked: number;
  readonly writableLength: number;
  readonly writableHighWaterMark: number;
  readonly writableNeedDrain: boolean;
  readonly writableObjectMode: boolean;
  readonly destroyed: boolean;
  readonly errored: Error | null;
  readonly closed: boolean;
  _write(chunk: unknown, encoding: string, callback: DoneCallback): void;
  _destroy(error: Error | null, callback: DoneCallback): void;
  _final(callback: DoneCallback): void;
  write(chunk: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): boolean;
  end(chunk?: unknown, encoding?: string | DoneCallback, callback?: DoneCallback): this;
  cork(): void;
  uncork(): void;
  setDefaultEncoding(encoding: string): this;
  destroy(error?: Error | null): this;
}

/** A stream that can be read and written. */
export interface Duplex extends Readable, Writable {
  allowHalfOpen: boolean;
  readonly destroyed: boolean;
  readonly errored: Error | null;
  readonly closed: boolean;
  _destroy(error: Error | null, callback: DoneCallback): void;
  /** Makes a stream that was destroyed as it was at first. */
  _undestroy(): void;
  destroy(error?: Error | null): this;
}

/** A duplex whose output is computed from its input. */
export interface Transform extends Duplex {
  _transform(
    chunk: unknown,
    encoding: string,
    callback: (error?: Error | null, data?: unknown) => void,
  ): void;
}

/** A stream's constructor, which a class may extend or a function call. */
export interface StreamClass<Instance, Options> {
  new (options?: Options): Instance;
  prototype: Instance;
}

/** The part of `readable-stream` that the host uses by name; programs see all of it. */
export interface StreamLibrary {
  Stream: StreamClass<EventEmitter, StreamOptions>;
  Readable: StreamClass<Readable, ReadableOptions> & {
    from(source: Iterable<unknown> | AsyncIterable<unknown>, options?: ReadableOptions): Readable;
  };
  Writable: StreamClass<Writable, WritableOptions>;
  Duplex: StreamClass<Duplex, DuplexOptions>;
  Transform: StreamClass<Transform, DuplexOptions>;
  PassThrough: StreamClass<Transform, DuplexOptions>;
  finished(stream: unknown, options: unknown, callback?: DoneCallback): () => void;
  pipeline(...streams: unknown[]): unknown;
  addAbortSignal<Aborted>(signal: AbortSignal, stream: Aborted): Aborted;
  promises: {
    finished(stream: unknown, options?: unknown): Promise<void>;
    pipeline(...streams: unknown[]): Promise<unknown>;
  };
  getDefaultHighWaterMark(objectMode: boolean): number;
  setDefaultHighWaterMark(objectMode: boolean, value: number): void;
}
