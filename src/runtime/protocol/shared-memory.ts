/**
 * A thread's reply memory: where the kernel answers the thread's synchronous system calls. One SharedArrayBuffer per
 * thread.
 *
 * | offset | type | meaning | written by |
 * |---|---|---|---|
 * | 0 | i32 | 0 = no reply yet, 1 = a chunk is ready; waited on with `Atomics.wait` | thread sets 0, kernel sets 1 |
 * | 4 | i32 | size of the whole reply in bytes | kernel |
 * | 8 | i32 | size of this chunk in bytes | kernel |
 * | 12 | i32 | 0 = the call returned the reply, 1 = it threw it | kernel |
 * | 16 | – | unused | |
 * | 64 | u8[] | the chunk: at most `REPLY_CHUNK_BYTES` of an encoded value (see `encoded-value.ts`) | kernel |
 *
 * A reply that is larger than a chunk continues when the thread has copied the chunk and sent `continue-reply`.
 */
export const REPLY = { ready: 0, totalBytes: 1, chunkBytes: 2, thrown: 3 } as const;
export const REPLY_HEADER_BYTES = 64;
export const REPLY_CHUNK_BYTES = 256 * 1024;

/**
 * A thread's output memory: a ring in which the thread leaves what it prints, and from which the kernel takes it. One
 * SharedArrayBuffer per thread. A thread that prints a lot sends one `output` message for many lines, and waits when
 * the ring is full.
 *
 * | offset | type | meaning | written by |
 * |---|---|---|---|
 * | 0 | i32 | bytes ever put in, modulo 2³² | thread |
 * | 4 | i32 | bytes ever taken out, modulo 2³²; waited on with `Atomics.wait` | kernel |
 * | 8 | i32 | 1 = an `output` message is on its way | thread sets 1, kernel sets 0 |
 * | 12 | i32 | messages of the thread that the kernel has handled, modulo 2³²; waited on with `Atomics.wait` | kernel |
 * | 16 | i32 | how many of the thread's messages may wait for the kernel before the thread waits too | kernel |
 * | 64 | u8[] | `OUTPUT_RING_BYTES` of records: descriptor (u8), size (u32 LE), bytes; a record may wrap around | thread |
 */
export const OUTPUT = {
  put: 0,
  taken: 1,
  announced: 2,
  messagesHandled: 3,
  messageLimit: 4,
} as const;
export const OUTPUT_HEADER_BYTES = 64;
export const OUTPUT_RING_BYTES = 256 * 1024;
export const OUTPUT_RECORD_HEADER_BYTES = 5;

/**
 * A thread's inbox memory: what tells the order of the messages that come to it from the kernel and past the kernel. One
 * SharedArrayBuffer per thread, which those that send past the kernel are given too; all words i32.
 *
 * | word | meaning | written by |
 * |---|---|---|
 * | 0 | messages that the kernel has sent to the thread, modulo 2³² | kernel |
 * | 1 | of these, how many the thread has taken, modulo 2³² | thread |
 * | 2 | counts messages put in a ring of the thread; waited on with `Atomics.waitAsync` | senders |
 */
export const INBOX = { posted: 0, taken: 1, bell: 2 } as const;
export const INBOX_BYTES = 64;

/**
 * The memory of a thread's end. One SharedArrayBuffer per thread, with nothing else in it, since the program can get at it.
 *
 * | offset | type | meaning | written by |
 * |---|---|---|---|
 * | 0 | i32 | 1 = the thread has been ended | kernel |
 */
export const THREAD_END_BYTES = 4;

/**
 * A message ring: how messages go from one end of a channel to the other past the kernel. Offered by the sender, which
 * is the only one to put; the receiver is the only one to take. See `port-messages.ts` for the rules.
 *
 * | offset | type | meaning | written by |
 * |---|---|---|---|
 * | 0 | i32 | bytes ever put in, modulo 2³²; bit 0 is set once the ring is closed | sender; either closes |
 * | 4 | i32 | bytes ever taken out, modulo 2³² | receiver |
 * | 8 | i32 | 1 = the receiver has taken the ring over | receiver |
 * | 12 | i32 | messages that were sent through the kernel after the offer, modulo 2³² | sender |
 * | 16 | i32 | of these, how many have been received, modulo 2³² | receiver |
 * | 64 | u8[] | `MESSAGE_RING_BYTES` of records, each at a multiple of 4; a record may wrap around | sender |
 *
 * A record: `posted` of the receiver's inbox when it was put (i32 LE), size (u32 LE), and so many bytes of
 * `encode-clone.ts`.
 */
export const MESSAGE_RING = { put: 0, taken: 1, open: 2, sentThroughKernel: 3, received: 4 } as const;
export const MESSAGE_RING_HEADER_BYTES = 64;
export const MESSAGE_RING_BYTES = 32 * 1024;
export const MESSAGE_RECORD_HEADER_BYTES = 8;

/**
 * How many messages of all threads may wait for the kernel, and of one thread: threads that post without end must not keep
 * the kernel from hearing others, Stop among them. Messages that weigh more (`kernel/message-weight.ts`) are fewer.
 */
export const UNHANDLED_MESSAGES = {
  ofAll: 512,
  ofOneAtMost: 256,
  ofOneAtLeast: 8,
  weightOfOne: 8192,
} as const;

/**
 * How many messages may wait in a thread that does not take them before those who post more wait, where 2 KB of a large
 * message count as one (`kernel/message-weight.ts`): some 200 MB. On Node they would fill the memory; it is much, since the
 * receiver may be blocked until the sender has done something else.
 */
export const UNTAKEN_MESSAGES = 100_000;

/**
 * How much of a worker's output may be on its way to its owner before the worker waits. It is much, since the owner may
 * be blocked until the worker has done something, and on Node a worker's output never blocks.
 */
export const WORKER_OUTPUT_WINDOW_BYTES = 16 * 1024 * 1024;

/**
 * A process's memory, shared by its threads and the kernel. One SharedArrayBuffer per process, all words i32.
 *
 * | word | meaning | written by |
 * |---|---|---|
 * | 0 | the next thread id; taken with `Atomics.add` | any thread |
 * | 1 | counts changes of the working directory, so that workers know when to ask again | kernel |
 * | 2 | 1 once the environment is shared (`SHARE_ENV`) and lives in the kernel | any thread |
 * | 3 | signals 1–31 that the process handles or blocks and has not taken, bit = number; taken with `Atomics.and` | kernel sets, main thread clears |
 * | 4 | signals 1–31 that all of the process's threads block, bit = number (Python) | main thread |
 */
export const PROCESS_MEMORY = {
  nextThreadId: 0,
  directoryChanges: 1,
  sharedEnvironment: 2,
  pendingSignals: 3,
  blockedSignals: 4,
} as const;
export const PROCESS_MEMORY_BYTES = 64;
