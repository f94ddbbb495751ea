import { send } from '../../thread/system-calls.ts';
import { Buffer } from './buffer/buffer.ts';
import type { DoneCallback, Writable } from './stream-types.ts';
import { streams } from './streams.ts';

/** `worker.stdin`: what is written to it, the worker reads from its `process.stdin`. */
export function openWorkerInput(tid: number): Writable {
  const { Writable } = streams();
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, encoding: string, callback: DoneCallback) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      send('thread.write-input', tid, new Uint8Array(bytes));
      callback();
    },
    final(callback: DoneCallback) {
      send('thread.write-input', tid, null);
      callback();
    },
  });
}
