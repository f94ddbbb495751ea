import type { DescriptorCalls } from '../../protocol/descriptor-calls.ts';
import { systemError } from '../../protocol/errno.ts';
import { SIGNALS } from '../../protocol/signals.ts';
import { DESCRIPTOR_LIMIT } from '../descriptor-table.ts';
import { awaitDescriptors, pollDescriptors } from '../descriptor-waits.ts';
import { Pipe } from '../pipe.ts';
import type { PipeRings } from '../shared-memory/pipe-rings.ts';
import type { ProcessTable } from '../process-table.ts';
import type { Process } from '../process.ts';
import { deliverSignal } from '../signals.ts';
import type { Caller, SystemCallHandlers } from '../system-call-handlers.ts';
import type { ThreadWaits } from '../thread-waits.ts';

/** Answers the system calls on descriptors. */
export function descriptorCalls(
  rings: PipeRings,
  waits: ThreadWaits,
  processes: ProcessTable,
): SystemCallHandlers<DescriptorCalls> {
  return {
    read: readFor,
    write: writeFor,
    'descriptor.read-now': ({ process }, fd, maxBytes) => {
      const description = process.descriptors.get(fd, 'read');
      const bytes = description.readNow ? description.readNow(maxBytes) : description.read(maxBytes);
      if (bytes === null) throw systemError('EAGAIN', 'read');
      return bytes;
    },
    'descriptor.write-now': writeNowFor,
    'descriptor.poll': ({ process }, requests) => pollDescriptors(process.descriptors, requests),
    'descriptor.wait': ({ process, thread }, requests, timeoutMs, wait) =>
      awaitDescriptors(waits, thread, process.descriptors, requests, timeoutMs, wait),
    'descriptor.cancel-wait': ({ thread }, wait) => waits.cancel(thread, wait),
    'descriptor.duplicate': ({ process }, fd, atLeast) => {
      const description = process.descriptors.get(fd, 'dup');
      if (atLeast < 0 || atLeast >= DESCRIPTOR_LIMIT) throw systemError('EINVAL', 'dup');
      return process.descriptors.open(description, 'dup', undefined, atLeast);
    },
    'descriptor.duplicate-to': ({ process }, fd, target) => {
      const description = process.descriptors.get(fd, 'dup2');
      if (target < 0 || target >= DESCRIPTOR_LIMIT) throw systemError('EBADF', 'dup2');
      if (target !== fd) process.descriptors.set(target, description);
    },
    'descriptor.give': ({ process }, fd, pid) => {
      const description = process.descriptors.get(fd, 'sendmsg');
      const receiver = processes.get(pid, 'sendmsg');
      if (receiver.ppid !== process.pid && process.ppid !== pid) throw systemError('EPERM', 'sendmsg');
      return receiver.descriptors.open(description, 'sendmsg');
    },
    close: ({ process }, fd) => process.descriptors.close(fd),
    'descriptor.cancel-reads': ({ process }, fd) => process.descriptors.get(fd, 'read').cancelReads?.(),
    pipe: ({ process: { descriptors } }) => {
      const { readEnd, writeEnd } = new Pipe();
      const readFd = descriptors.open(readEnd, 'pipe');
      try {
        return [readFd, descriptors.open(writeEnd, 'pipe')];
      } catch (error) {
        descriptors.close(readFd);
        throw error;
      }
    },
    'descriptor.share': ({ process }, fd) => {
      const description = process.descriptors.get(fd, 'read');
      return {
        reading: description.shareReading?.(rings) ?? 'never',
        writing: description.shareWriting?.(rings) ?? 'never',
      };
    },
    'descriptor.kind': ({ process }, fd) => process.descriptors.get(fd, 'fstat').kind,
    'terminal.set-raw': ({ process }, fd, isRaw) => process.descriptors.get(fd, 'ioctl').setRaw?.(isRaw),
  };
}

async function readFor({ process, thread }: Caller, fd: number, maxBytes: number): Promise<Uint8Array> {
  const description = process.descriptors.get(fd, 'read');
  const bytes = await description.read(maxBytes);
  if (thread.ended) description.unread?.(bytes);
  return bytes;
}

async function writeFor({ process }: Caller, fd: number, bytes: Uint8Array): Promise<number> {
  try {
    return await process.descriptors.get(fd, 'write').write(bytes);
  } catch (error) {
    signalBrokenPipe(process, error);
    throw error;
  }
}

function writeNowFor({ process }: Caller, fd: number, bytes: Uint8Array): number | Promise<number> {
  const description = process.descriptors.get(fd, 'write');
  if (!description.writeNow) return description.write(bytes);
  try {
    if (description.writeNow(bytes)) return bytes.length;
  } catch (error) {
    signalBrokenPipe(process, error);
    throw error;
  }
  throw systemError('EAGAIN', 'write');
}

/** A process that writes what nobody can ever read gets a signal. */
function signalBrokenPipe(process: Process, error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE')
    deliverSignal(process, SIGNALS.SIGPIPE);
}
