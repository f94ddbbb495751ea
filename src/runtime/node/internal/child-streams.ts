import { callSync, send, submit } from '../../thread/system-calls.ts';
import { Buffer } from './buffer/buffer.ts';
import { nextTick } from './next-tick.ts';
import { RefedCall } from './refed-call.ts';
import type { DoneCallback, Readable, Writable } from './stream-types.ts';
import { streams } from './streams.ts';

/** A pipe's end as Node shows it: a socket that may leave the thread free to end. */
export interface PipeStream {
  ref(): unknown;
  unref(): unknown;
}

const chunkBytes = 64 * 1024;

/** A pipe of one child that may become a descriptor of another. */
interface LendablePipe {
  readonly fd: number;
  stopReading(): void;
}

const lendable = new WeakMap<object, LendablePipe>();
const lent = new WeakSet<object>();

/** The descriptor behind a pipe of a child, for another child to use; this process stops reading. Null for other streams. */
export function lendPipe(stream: object): number | null {
  const pipe = lendable.get(stream);
  if (!pipe) return null;
  pipe.stopReading();
  lent.add(stream);
  return pipe.fd;
}

/** Whether another child uses the pipe. */
export function isLent(stream: object): boolean {
  return lent.has(stream);
}

/**
 * Reads a pipe. It begins at once, as Node does, and keeps the thread alive until the end of the pipe.
 *
 * @param fd this process's end; closed with the stream. Null makes a stream that is at its end.
 */
export function readPipe(fd: number | null): Readable & PipeStream {
  const { Readable } = streams();
  const reading = new RefedCall();
  const stream = new Readable({
    highWaterMark: chunkBytes,
    read() {
      if (fd === null) stream.push(null);
      else if (!reading.isPending) readOn(fd);
    },
    destroy(error: Error | null, callback: DoneCallback) {
      reading.abandon();
      if (fd !== null) send('close', fd);
      callback(error);
    },
  });

  function readOn(descriptor: number): void {
    const call = submit('read', [descriptor, chunkBytes], (error, bytes) => {
      const cancelled = !reading.is(call);
      if (!cancelled) reading.end();
      if (stream.destroyed || (cancelled && !bytes?.length)) return;
      if (error) stream.destroy(error);
      else if (!bytes || bytes.length === 0) stream.push(null);
      else stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    reading.begin(call);
  }

  const setRef = (wanted: boolean): Readable => {
    if (wanted) reading.ref();
    else reading.unref();
    return stream;
  };
  const stopReading = (): void => {
    if (fd === null || stream.destroyed) return;
    reading.end();
    callSync('descriptor.cancel-reads', fd);
    stream.pause();
    // Else a stream that reads once more after this would wait for the read that was cancelled.
    (stream as unknown as { _readableState: { reading: boolean } })._readableState.reading = false;
  };
  // Nothing is read within this turn: the program may still hand the pipe to another child.
  nextTick(() => {
    if (!lent.has(stream)) stream.read(0);
  });
  if (fd !== null) lendable.set(stream, { fd, stopReading });
  return Object.assign(stream, {
    _handle: fd === null ? null : { fd },
    ref: () => setRef(true),
    unref: () => setRef(false),
  });
}

/**
 * Writes a pipe.
 *
 * @param fd this process's end; closed with the stream. Null makes a stream that nobody reads.
 */
export function writePipe(fd: number | null): Writable & PipeStream {
  const { Writable } = streams();
  let closed = fd === null;
  const close = (): void => {
    if (closed || fd === null) return;
    closed = true;
    send('close', fd);
  };
  const stream = new Writable({
    decodeStrings: true,
    write(chunk: Uint8Array, _encoding: string, callback: DoneCallback) {
      if (closed || fd === null) callback();
      else submit('write', [fd, new Uint8Array(chunk)], (error) => callback(error));
    },
    final(callback: DoneCallback) {
      close();
      callback();
    },
    destroy(error: Error | null, callback: DoneCallback) {
      close();
      callback(error);
    },
  });
  const itself = (): Writable => stream;
  if (fd !== null) lendable.set(stream, { fd, stopReading: () => undefined });
  return Object.assign(stream, {
    _handle: fd === null ? null : { fd },
    readable: false,
    ref: itself,
    unref: itself,
  });
}
