import { systemError } from '../../protocol/errno.ts';
import { SEMAPHORE_LIMIT } from '../../protocol/shared-memory-calls.ts';
import type { Process } from '../process.ts';
import type { SegmentMemory } from './segment-memory.ts';

interface Semaphore {
  readonly value: Uint8Array<SharedArrayBuffer>;
  /** `undefined` once it is unlinked. */
  name: string | undefined;
  /** How often each process has opened it. */
  readonly openedBy: Map<Process, number>;
}

/** POSIX's named semaphores. Only their names live here: processes change the values among themselves. */
export class Semaphores {
  readonly #memory: SegmentMemory;
  readonly #named = new Map<string, Semaphore>();
  readonly #byIndex = new Map<number, Semaphore>();

  constructor(memory: SegmentMemory) {
    this.#memory = memory;
  }

  /** @throws EEXIST, ENOENT, ENOSPC; see `semaphore.open` */
  open(process: Process, name: string, value: number | null): number {
    const found = this.#named.get(name);
    if (found && value !== null) throw systemError('EEXIST', 'sem_open', name);
    if (!found && value === null) throw systemError('ENOENT', 'sem_open', name);
    const semaphore = found ?? this.#create(name, value ?? 0);
    const count = semaphore.openedBy.get(process) ?? 0;
    semaphore.openedBy.set(process, count + 1);
    if (count === 0) process.onExit(() => this.#leave(semaphore, process));
    return indexOf(semaphore);
  }

  close(process: Process, index: number): void {
    const semaphore = this.#byIndex.get(index);
    const count = semaphore?.openedBy.get(process);
    if (!semaphore || count === undefined) throw systemError('EINVAL', 'sem_close');
    if (count > 1) semaphore.openedBy.set(process, count - 1);
    else this.#leave(semaphore, process);
  }

  /** @throws ENOENT */
  unlink(name: string): void {
    const semaphore = this.#named.get(name);
    if (!semaphore) throw systemError('ENOENT', 'sem_unlink', name);
    this.#named.delete(name);
    semaphore.name = undefined;
    this.#releaseUnused(semaphore);
  }

  #create(name: string, value: number): Semaphore {
    const memory = this.#byIndex.size < SEMAPHORE_LIMIT ? this.#memory.allocate(4) : undefined;
    if (!memory) throw systemError('ENOSPC', 'sem_open', name);
    const semaphore: Semaphore = { value: memory, name, openedBy: new Map() };
    this.#named.set(name, semaphore);
    this.#byIndex.set(indexOf(semaphore), semaphore);
    Atomics.store(new Int32Array(this.#memory.buffer), indexOf(semaphore), value);
    return semaphore;
  }

  #leave(semaphore: Semaphore, process: Process): void {
    if (semaphore.openedBy.delete(process)) this.#releaseUnused(semaphore);
  }

  #releaseUnused(semaphore: Semaphore): void {
    if (semaphore.name !== undefined || semaphore.openedBy.size > 0) return;
    if (this.#byIndex.delete(indexOf(semaphore))) this.#memory.release(semaphore.value);
  }
}

function indexOf({ value }: Semaphore): number {
  return value.byteOffset / 4;
}
