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
 * | 16 | i32 | messages of the kernel that the thread has taken, modulo 2³² | thread |
 * | 20 | i32 | how many of the thread's messages may wait for the kernel before the thread waits too | kernel |
 * | 64 | u8[] | `OUTPUT_RING_BYTES` of records: descriptor (u8), size (u32 LE), bytes; a record may wrap around | thread |
 */
export const OUTPUT = {
  put: 0,
  taken: 1,
  announced: 2,
  messagesHandled: 3,
  messagesTaken: 4,
  messageLimit: 5,
} as const;
export const OUTPUT_HEADER_BYTES = 64;
export const OUTPUT_RING_BYTES = 256 * 1024;
export const OUTPUT_RECORD_HEADER_BYTES = 5;

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
