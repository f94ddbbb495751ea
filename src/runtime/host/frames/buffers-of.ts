import type { HostStart } from '../../protocol/host-messages.ts';

/** The memory of all sources, to be transferred with them. */
export function buffersOf({ kernelSource, threadSource, partSources }: HostStart): ArrayBuffer[] {
  return [kernelSource, threadSource, ...Object.values(partSources)].map(({ buffer }) => buffer);
}
