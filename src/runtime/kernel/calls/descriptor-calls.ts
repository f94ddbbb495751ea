import type { DescriptorCalls } from '../../protocol/descriptor-calls.ts';
import { SIGNALS } from '../../protocol/signals.ts';
import { Pipe } from '../pipe.ts';
import { deliverSignal } from '../signals.ts';
import type { Caller, SystemCallHandlers } from '../system-call-handlers.ts';

/** Answers the system calls on descriptors. */
export function descriptorCalls(): SystemCallHandlers<DescriptorCalls> {
  return {
    read: readFor,
    write: writeFor,
    close: ({ process }, fd) => process.descriptors.close(fd),
    'descriptor.cancel-reads': ({ process }, fd) => process.descriptors.get(fd, 'read').cancelReads?.(),
    pipe: ({ process }) => {
      const pipe = new Pipe();
      return [
        process.descriptors.open(pipe.readEnd, 'pipe'),
        process.descriptors.open(pipe.writeEnd, 'pipe'),
      ];
    },
    'descriptor.kind': ({ process }, fd) => process.descriptors.get(fd, 'fstat').kind,
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
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE')
      deliverSignal(process, SIGNALS.SIGPIPE);
    throw error;
  }
}
