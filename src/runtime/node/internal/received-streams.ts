// A program may put classes of its own in their places.
const { ReadableStream, WritableStream, TransformStream } = globalThis;

/** A stream that the browser can transfer. */
export type TransferableStream = ReadableStream | WritableStream | TransformStream;

export function isStream(value: unknown): value is TransferableStream {
  return (
    value instanceof ReadableStream || value instanceof WritableStream || value instanceof TransformStream
  );
}

/** The class of the part of a stream that somebody reads or writes already. */
export function lockedPartOf(stream: TransferableStream): string | undefined {
  if (stream instanceof TransformStream)
    return lockedPartOf(stream.readable) ?? lockedPartOf(stream.writable);
  return stream.locked ? stream.constructor.name : undefined;
}

/**
 * A stream in the place of one that came with a message: the browser moves the chunks, and does not know that a thread of Node lives
 * while one of its streams has not ended.
 *
 * @param release called when the stream has ended
 */
export function receivedStream(stream: TransferableStream, release: () => void): TransferableStream {
  if (stream instanceof ReadableStream) return receivedReadable(stream, release);
  if (stream instanceof WritableStream) return receivedWritable(stream, release);
  let open = 2;
  const releaseHalf = (): void => {
    open -= 1;
    if (open === 0) release();
  };
  const readable = receivedReadable(stream.readable, releaseHalf);
  const writable = receivedWritable(stream.writable, releaseHalf);
  return Object.create(TransformStream.prototype, {
    readable: { value: readable },
    writable: { value: writable },
  }) as TransformStream;
}

function receivedReadable(stream: ReadableStream, release: () => void): ReadableStream {
  const reader = stream.getReader();
  reader.closed.then(release, release);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function receivedWritable(stream: WritableStream, release: () => void): WritableStream {
  const writer = stream.getWriter();
  writer.closed.then(release, release);
  return new WritableStream({
    async write(chunk) {
      await writer.ready;
      await writer.write(chunk);
    },
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  });
}
