import { systemError } from '../../protocol/errno.ts';
import type { SharedMemoryCalls } from '../../protocol/shared-memory-calls.ts';
import { OpenFile } from '../file-system/open-file.ts';
import type { SharedMemory } from '../shared-memory/shared-memory.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';

/** Answers the system calls on what processes share. */
export function sharedMemoryCalls({
  mappings,
  semaphores,
  tracked,
}: SharedMemory): SystemCallHandlers<SharedMemoryCalls> {
  return {
    'memory.map': ({ process }, fd) => {
      const description = process.descriptors.get(fd, 'mmap');
      if (!(description instanceof OpenFile) || description.node.kind !== 'file') {
        throw systemError('ENODEV', 'mmap');
      }
      return mappings.map(process, description.node);
    },
    'memory.unmap': ({ process }, offset) => mappings.unmap(process, offset),
    'semaphore.open': ({ process }, name, value) => semaphores.open(process, name, value),
    'semaphore.close': ({ process }, index) => semaphores.close(process, index),
    'semaphore.unlink': (_caller, name) => semaphores.unlink(name),
    'resource.track': ({ process }, resource) => tracked.track(process, resource),
    'resource.forget': ({ process }, resource) => tracked.forget(process, resource),
  };
}
