import { systemError } from '../../protocol/errno.ts';
import { type FileInode, releaseUnused } from '../file-system/inode.ts';
import type { Process } from '../process.ts';
import type { SegmentMemory } from './segment-memory.ts';

interface Mapping {
  readonly file: FileInode;
  readonly memory: Uint8Array<SharedArrayBuffer>;
  /** How often each process has mapped it. */
  readonly mappedBy: Map<Process, number>;
}

/**
 * Files whose bytes processes have in common (`mmap` with `MAP_SHARED`). While one is mapped, its bytes lie in segment
 * memory and nowhere else: reading the file reads what processes have stored there.
 */
export class FileMappings {
  readonly #memory: SegmentMemory;
  readonly #byOffset = new Map<number, Mapping>();

  constructor(memory: SegmentMemory) {
    this.#memory = memory;
  }

  /** @throws EINVAL, ENOMEM; see `memory.map` */
  map(process: Process, file: FileInode): { offset: number; sizeBytes: number } {
    const known = [...this.#byOffset.values()].find((mapping) => mapping.file === file);
    const mapping = known ?? this.#create(file);
    const count = mapping.mappedBy.get(process) ?? 0;
    mapping.mappedBy.set(process, count + 1);
    if (count === 0) process.onExit(() => this.#leave(mapping, process));
    return { offset: mapping.memory.byteOffset, sizeBytes: file.sizeBytes };
  }

  unmap(process: Process, offset: number): void {
    const mapping = this.#byOffset.get(offset);
    const count = mapping?.mappedBy.get(process);
    if (!mapping || count === undefined) throw systemError('EINVAL', 'munmap');
    if (count > 1) mapping.mappedBy.set(process, count - 1);
    else this.#leave(mapping, process);
  }

  #create(file: FileInode): Mapping {
    if (file.sizeBytes === 0) throw systemError('EINVAL', 'mmap');
    const memory = this.#memory.allocate(file.sizeBytes);
    if (!memory) throw systemError('ENOMEM', 'mmap');
    memory.set(file.bytes.subarray(0, file.sizeBytes));
    file.space.release(file.bytes.length - file.sizeBytes);
    file.bytes = memory;
    file.isMapped = true;
    file.openCount += 1;
    const mapping: Mapping = { file, memory, mappedBy: new Map() };
    this.#byOffset.set(memory.byteOffset, mapping);
    return mapping;
  }

  #leave(mapping: Mapping, process: Process): void {
    if (!mapping.mappedBy.delete(process) || mapping.mappedBy.size > 0) return;
    const { file, memory } = mapping;
    this.#byOffset.delete(memory.byteOffset);
    file.bytes = memory.slice();
    file.isMapped = false;
    file.openCount -= 1;
    releaseUnused(file, file.space);
    this.#memory.release(memory);
  }
}
