import { SIGNALS } from '../protocol/signals.ts';
import { WORKER_OUTPUT_WINDOW_BYTES } from '../protocol/shared-memory.ts';
import type { OutputSink } from './output-memory.ts';
import { deliverSignal } from './signals.ts';
import type { Thread } from './thread.ts';

/** Where a thread's output goes: a main thread's to its descriptors, a worker's to its owner. */
export function outputSinkOf(thread: Thread): OutputSink {
  return thread.owner ? ownerSink(thread, thread.owner) : descriptorSink(thread);
}

function descriptorSink({ process }: Thread): OutputSink {
  return (fd, bytes) => {
    try {
      const written = process.descriptors.get(fd, 'write').write(bytes);
      return typeof written === 'number' ? undefined : written.catch(() => undefined);
    } catch {
      // Nobody can read it any more. Node ignores the signal and drops what it prints; others end.
      deliverSignal(process, SIGNALS.SIGPIPE);
      return undefined;
    }
  };
}

function ownerSink(thread: Thread, owner: Thread): OutputSink {
  return (fd, bytes, sizesBytes) => {
    owner.emit('thread-output', { tid: thread.tid, fd, bytes, sizesBytes });
    return thread.outputWindow.add(bytes.length);
  };
}

/** Counts a worker's output that its owner has not passed on. */
export class OutputWindow {
  #openBytes = 0;
  #wake: (() => void) | undefined;

  /** A promise while too much is open. */
  add(byteCount: number): Promise<void> | undefined {
    this.#openBytes += byteCount;
    if (this.#openBytes <= WORKER_OUTPUT_WINDOW_BYTES) return undefined;
    return new Promise((resolve) => (this.#wake = resolve));
  }

  take(byteCount: number): void {
    this.#openBytes -= byteCount;
    if (this.#openBytes > WORKER_OUTPUT_WINDOW_BYTES) return;
    this.#wake?.();
    this.#wake = undefined;
  }
}
