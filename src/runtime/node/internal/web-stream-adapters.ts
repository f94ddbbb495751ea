/**
 * What turns a stream of Node's into one of the web and back; `readable-stream` leaves it out.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/webstreams/adapters.js
 */
import { invalidArgType } from './errors.ts';
import type {
  Duplex,
  DuplexOptions,
  Readable,
  ReadableOptions,
  StreamLibrary,
  Writable,
  WritableOptions,
} from './stream-types.ts';

interface WebPair {
  readonly readable: ReadableStream;
  readonly writable: WritableStream;
}

/** Gives the classes of the library `fromWeb` and `toWeb`. */
export function adaptWebStreams(library: StreamLibrary): void {
  const { Readable, Writable, Duplex, finished } = library;

  const readableFromWeb = (web: ReadableStream, options: ReadableOptions = {}): Readable => {
    if (!(web instanceof ReadableStream)) throw invalidArgType('readableStream', 'ReadableStream', web);
    const reader = web.getReader();
    let isOver = false;
    const readable = new Readable({
      ...options,
      read() {
        reader.read().then(
          ({ done, value }) => {
            isOver = done;
            readable.push(done ? null : value);
          },
          (error: Error) => {
            isOver = true;
            readable.destroy(error);
          },
        );
      },
      destroy(error, callback) {
        if (isOver) return callback(error);
        const done = (): void => callback(error);
        reader.cancel(error).then(done, done);
      },
    });
    return readable;
  };

  const readableToWeb = (readable: Readable): ReadableStream => {
    if (typeof readable?._read !== 'function')
      throw invalidArgType('streamReadable', 'stream.Readable', readable);
    const { readableObjectMode: isOfObjects, readableHighWaterMark: highWaterMark } = readable;
    readable.pause();
    const size = isOfObjects ? () => 1 : (chunk: Uint8Array) => chunk.byteLength;
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          readable.on('data', (chunk: Uint8Array) => {
            const isBytes = !isOfObjects && ArrayBuffer.isView(chunk);
            // A plain array of a memory of its own, which the receiver may transfer.
            controller.enqueue(isBytes ? new Uint8Array(chunk) : chunk);
            if (Number(controller.desiredSize) <= 0) readable.pause();
          });
          finished(readable, {}, (error) => {
            if (error) controller.error(error);
            else closeOnce(controller);
          });
        },
        pull: () => void readable.resume(),
        cancel: (reason) => void readable.destroy(asError(reason)),
      },
      { highWaterMark, size },
    );
  };

  const writableFromWeb = (web: WritableStream, options: WritableOptions = {}): Writable => {
    if (!(web instanceof WritableStream)) throw invalidArgType('writableStream', 'WritableStream', web);
    const writer = web.getWriter();
    // Who writes hears of it by `write()`.
    writer.closed.catch(() => undefined);
    let isOver = false;
    return new Writable({
      ...options,
      write(chunk: unknown, _encoding, callback) {
        writer.ready.then(() => writer.write(chunk)).then(() => callback(), callback);
      },
      final(callback) {
        isOver = true;
        writer.close().then(() => callback(), callback);
      },
      destroy(error, callback) {
        if (isOver) return callback(error);
        const done = (): void => callback(error);
        (error ? writer.abort(error) : writer.close()).then(done, done);
      },
    });
  };

  const writableToWeb = (writable: Writable): WritableStream => {
    if (typeof writable?._write !== 'function')
      throw invalidArgType('streamWritable', 'stream.Writable', writable);
    const { writableHighWaterMark: highWaterMark, writableObjectMode: isOfObjects } = writable;
    const size = (chunk: { byteLength?: number } | null): number =>
      isOfObjects ? 1 : (chunk?.byteLength ?? 1);
    return new WritableStream<{ byteLength?: number } | null>(
      {
        start(controller) {
          finished(writable, {}, (error) => {
            if (error) controller.error(error);
          });
        },
        write: (chunk) =>
          new Promise<void>((resolve, reject) => {
            writable.write(chunk, (error) => (error ? reject(error) : resolve()));
          }),
        close: () =>
          new Promise<void>((resolve, reject) => {
            finished(writable, {}, (error) => (error ? reject(error) : resolve()));
            writable.end();
          }),
        abort: (reason) => void writable.destroy(asError(reason)),
      },
      { highWaterMark, size },
    );
  };

  Object.assign(Readable, { fromWeb: readableFromWeb, toWeb: readableToWeb });
  Object.assign(Writable, { fromWeb: writableFromWeb, toWeb: writableToWeb });
  const { from } = Duplex as unknown as {
    from(pair: { readable: Readable; writable: Writable }): Duplex;
  };
  Object.assign(Duplex, {
    fromWeb: ({ readable, writable }: WebPair, options?: DuplexOptions): Duplex => {
      return from({
        readable: readableFromWeb(readable, options),
        writable: writableFromWeb(writable, options),
      });
    },
    toWeb: (duplex: Duplex): WebPair => ({
      readable: readableToWeb(duplex),
      writable: writableToWeb(duplex),
    }),
  });
}

function closeOnce(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // Who read it has cancelled it.
  }
}

function asError(reason: unknown): Error | null {
  return reason instanceof Error ? reason : null;
}
