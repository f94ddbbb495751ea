import type { DescriptorFlags } from './descriptor-flags.ts';
import { FileFacility } from './file-facility.ts';
import { ProcessSemaphores } from './semaphores.ts';
import { Sockets } from './sockets.ts';
import type { SystemCallContext } from './system-call-context.ts';
import { TrackedResources } from './tracked-resources.ts';

/** The facilities that processes share something through. */
export function sharingFacilities({ ask, mappings, shared }: SystemCallContext, flags: DescriptorFlags) {
  return {
    files: new FileFacility(ask),
    mappings,
    resources: new TrackedResources(ask),
    semaphores: new ProcessSemaphores(ask, shared.memory, shared.waits, () => mappings.synchronize()),
    sockets: new Sockets(ask, flags),
  };
}
