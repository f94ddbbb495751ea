import type { ThreadCalls } from '../../protocol/thread-calls.ts';
import type { Kernel } from '../kernel.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import type { Thread } from '../thread.ts';
import { BroadcastChannels } from '../broadcast-channels.ts';

/** Answers the system calls on threads and between them. */
export function threadCalls(kernel: Kernel): SystemCallHandlers<ThreadCalls> {
  const channels = new BroadcastChannels();
  return {
    'thread.start': ({ thread }, request) => kernel.startWorker(thread, request),
    'thread.online': ({ thread }) => thread.owner?.emit('thread-online', { tid: thread.tid }),
    'thread.exit': ({ thread }, exitCode, error) => endWorker(thread, exitCode, { error, terminated: false }),
    'thread.terminate': ({ thread }, tid) => {
      const worker = workerOf(thread, tid);
      if (worker) endWorker(worker, 1, { terminated: true });
    },
    'thread.output-taken': ({ thread }, tid, byteCount) =>
      workerOf(thread, tid)?.outputWindow.take(byteCount),
    'thread.write-input': ({ thread }, tid, bytes) => workerOf(thread, tid)?.emit('thread-input', { bytes }),

    'thread.message': ({ thread }, tid, id, payload) => kernel.sendToThread(thread, tid, id, payload),
    'thread.message-result': ({ process }, source, id, result) =>
      process.threads.get(source)?.emit('thread-message-result', { id, result }),

    'channel.join': ({ thread }, channel, name) => channels.join(thread, channel, name),
    'channel.leave': ({ thread }, channel) => channels.leave(thread, channel),
    'channel.post': ({ thread }, channel, value) => channels.post(thread, channel, value),
  };
}

function workerOf(owner: Thread, tid: number): Thread | undefined {
  const worker = owner.process.threads.get(tid);
  return worker?.owner === owner ? worker : undefined;
}

/** Ends a worker and the workers that it owns, innermost first, and tells its owner. */
export function endWorker(
  worker: Thread,
  exitCode: number,
  { error, terminated }: { error?: unknown; terminated: boolean },
): void {
  for (const inner of [...worker.workers]) endWorker(inner, 1, { terminated: true });
  if (!worker.end()) return;
  worker.owner?.emit('thread-exit', {
    tid: worker.tid,
    exitCode,
    terminated,
    ...(error === undefined ? {} : { error }),
  });
}
