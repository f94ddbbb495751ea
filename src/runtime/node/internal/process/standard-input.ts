import { ref, unref } from '../../../thread/event-loop.ts';
import { callSync, onKernelEvent, type PendingCall, submit } from '../../../thread/system-calls.ts';
import { thread } from '../../../thread/thread-state.ts';
import { Buffer } from '../buffer/buffer.ts';
import type { Readable } from '../stream-types.ts';
import { streams } from '../streams.ts';

const READ_BYTES = 64 * 1024;

/** Makes `process.stdin`: the process's descriptor 0 on a main thread, what the owner writes on a worker. */
export function threadInput(): Readable {
  return thread.isMainThread ? processInput() : workerInput();
}

function processInput(): Readable {
  let pending: PendingCall | null = null;
  const stream = new (streams().Readable)({
    read() {
      pending ??= submit('read', [0, READ_BYTES], (error, bytes) => {
        pending = null;
        if (error || !bytes) stream.destroy(error);
        else
          stream.push(bytes.length === 0 ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      });
    },
  });
  // A paused stream does not keep the thread alive, though its read may still be under way.
  stream.on('pause', () => pending?.unref());
  stream.on('resume', () => pending?.ref());
  stream.on('close', () => pending?.unref());
  const isTerminal = callSync('descriptor.kind', 0) === 'terminal';
  return Object.assign(stream, {
    fd: 0,
    ...(isTerminal ? { isTTY: true, isRaw: false, setRawMode: setRawModeOf(stream) } : {}),
    ref() {
      pending?.ref();
      return stream;
    },
    unref() {
      pending?.unref();
      return stream;
    },
  });
}

function workerInput(): Readable {
  let refed = false;
  const setRef = (wanted: boolean): void => {
    if (wanted === refed) return;
    refed = wanted;
    if (wanted) ref();
    else unref();
  };
  const stream = new (streams().Readable)({
    read() {
      if (!stream.readableEnded) setRef(true);
    },
  });
  stream.on('pause', () => setRef(false));
  stream.on('resume', () => setRef(!stream.readableEnded));
  stream.on('end', () => setRef(false));
  stream.on('close', () => setRef(false));
  for (const bytes of earlyInput.splice(0)) push(stream, bytes);
  if (!thread.worker?.hasStdin) stream.push(null);
  deliver = (bytes) => push(stream, bytes);
  return Object.assign(stream, { fd: 0 });
}

/** What the owner wrote before the program asked for its input. */
const earlyInput: (Uint8Array | null)[] = [];
let deliver = (bytes: Uint8Array | null): void => {
  earlyInput.push(bytes);
};

onKernelEvent('thread-input', ({ bytes }) => deliver(bytes));

function push(stream: Readable, bytes: Uint8Array | null): void {
  stream.push(bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

function setRawModeOf(stream: Readable): (isRaw: boolean) => Readable {
  return (isRaw) => {
    callSync('terminal.set-raw', 0, isRaw);
    return Object.assign(stream, { isRaw });
  };
}
