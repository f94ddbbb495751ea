import type { TrackedResource } from '../../protocol/shared-memory-calls.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import { FileMappings } from './file-mappings.ts';
import { PipeRings } from './pipe-rings.ts';
import { SegmentMemory } from './segment-memory.ts';
import { Semaphores } from './semaphores.ts';
import { TrackedResources } from './tracked-resources.ts';

/** What processes share beside descriptors. */
export class SharedMemory {
  readonly memory = new SegmentMemory();
  readonly semaphores = new Semaphores(this.memory);
  readonly mappings = new FileMappings(this.memory);
  readonly rings = new PipeRings(this.memory);
  readonly tracked: TrackedResources;

  constructor(files: FileSystem) {
    const unlink = ({ kind, name }: TrackedResource): void => {
      if (kind === 'semaphore') this.semaphores.unlink(name);
      else files.unlink(name);
    };
    this.tracked = new TrackedResources(unlink);
  }
}
