/** A kernel that has handled each message as soon as it is sent. Imported before the host's modules, which capture `postMessage`. */
import {
  INBOX_BYTES,
  OUTPUT,
  OUTPUT_HEADER_BYTES,
  OUTPUT_RING_BYTES,
  REPLY_CHUNK_BYTES,
  REPLY_HEADER_BYTES,
  THREAD_END_BYTES,
} from '#runtime/protocol/shared-memory.ts';

const outputMemory = new SharedArrayBuffer(OUTPUT_HEADER_BYTES + OUTPUT_RING_BYTES);
const words = new Int32Array(outputMemory, 0, OUTPUT_HEADER_BYTES / 4);
words[OUTPUT.messageLimit] = 1;

(globalThis as Record<string, unknown>)['postMessage'] = (): void => {
  Atomics.add(words, OUTPUT.messagesHandled, 1);
};

/** What the kernel sends to a new Worker. */
export const warmUp = {
  type: 'warm-up',
  uid: 1,
  replyMemory: new SharedArrayBuffer(REPLY_HEADER_BYTES + REPLY_CHUNK_BYTES),
  outputMemory,
  inboxMemory: new SharedArrayBuffer(INBOX_BYTES),
  endMemory: new SharedArrayBuffer(THREAD_END_BYTES),
} as const;
