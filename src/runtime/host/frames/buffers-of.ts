import type { HostStart } from '../../protocol/host-messages.ts';

/** The memory of all sources, to be transferred with them. */
export function buffersOf({
  kernelSource,
  kernelPartSources,
  threadSource,
  partSources,
}: HostStart): ArrayBuffer[] {
  const parts = [...Object.values(kernelPartSources), ...Object.values(partSources)];
  return [kernelSource, threadSource, ...parts].map(({ buffer }) => buffer);
}
