import { systemError } from '../../protocol/errno.ts';
import type { FileLockCalls, FileLockRequest } from '../../protocol/file-lock-calls.ts';
import { type FileLock, type FileLocks, locksOf } from '../file-system/file-locks.ts';
import { OpenFile } from '../file-system/open-file.ts';
import type { Process } from '../process.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import type { ThreadWaits } from '../thread-waits.ts';

/** Answers the system calls on locks of files. */
export function fileLockCalls(waits: ThreadWaits): SystemCallHandlers<FileLockCalls> {
  return {
    'file-lock.lock': ({ process }, fd, request) => {
      const { locks, wanted } = lockAt(process, fd, request);
      if (!locks.lock(wanted)) throw systemError('EAGAIN', 'fcntl');
    },
    'file-lock.unlock': ({ process }, fd, request) => {
      const { locks, wanted } = lockAt(process, fd, { ...request, kind: 'shared' });
      locks.unlock(wanted);
    },
    'file-lock.find': ({ process }, fd, request) => {
      const { locks, wanted } = lockAt(process, fd, request);
      const found = locks.inTheWayOf(wanted);
      if (!found) return null;
      const { kind, start, end, pid } = found;
      return { kind, start, end, pid };
    },
    'file-lock.wait': async ({ process, thread }, fd, request, wait) => {
      const { locks, wanted } = lockAt(process, fd, request);
      if (!locks.inTheWayOf(wanted)) return;
      await waits.wait(thread, wait, (finish) =>
        locks.watch(() => {
          if (!locks.inTheWayOf(wanted)) finish();
        }),
      );
    },
  };
}

function lockAt(
  process: Process,
  fd: number,
  { holder, ...lock }: FileLockRequest,
): { locks: FileLocks; wanted: FileLock } {
  const description = process.descriptors.get(fd, 'fcntl');
  if (!(description instanceof OpenFile)) throw systemError('EINVAL', 'fcntl');
  const owner = holder === 'process' ? process.descriptors : description;
  return { locks: locksOf(description.node, holder), wanted: { ...lock, owner, pid: process.pid } };
}
