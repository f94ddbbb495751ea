import { send, submit, type PendingCall } from '../../thread/system-calls.ts';
import { Buffer } from './buffer/buffer.ts';
import type { DoneCallback, Readable, Writable } from './stream-types.ts';
import { streams } from './streams.ts';

/** A pipe's end as Node shows it: a socket that may leave the thread free to end. */
export interface PipeStream {
  ref(): unknown;
  unref(): unknown;
}

const chunkBytes = 64 * 1024;

/**
 * Reads a pipe. It begins at once, as Node does, and keeps the thread alive until the end of the pipe.
 *
 * @param fd this process's end; closed with the stream. Null makes a stream that is at its end.
 */
export function readPipe(fd: number | null): Readable & PipeStream {
  const { Readable } = streams();
  let pending: PendingCall | null = null;
  let refed = true;
  const stream = new Readable({
    highWaterMark: chunkBytes,
    read() {
      if (fd === null) stream.push(null);
      else if (!pending) readOn(fd);
    },
    destroy(error: Error | null, callback: DoneCallback) {
      pending?.unref();
      if (fd !== null) send('close', fd);
      callback(error);
    },
  });

  function readOn(descriptor: number): void {
    pending = submit('read', [descriptor, chunkBytes], (error, bytes) => {
      pending = null;
      if (stream.destroyed) return;
      if (error) stream.destroy(error);
      else if (!bytes || bytes.length === 0) stream.push(null);
      else stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    if (!refed) pending.unref();
  }

  const setRef = (wanted: boolean): Readable => {
    refed = wanted;
    if (wanted) pending?.ref();
    else pending?.unref();
    return stream;
  };
  stream.read(0);
  return Object.assign(stream, { writable: false, ref: () => setRef(true), unref: () => setRef(false) });
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
  return Object.assign(stream, { readable: false, ref: itself, unref: itself });
}
