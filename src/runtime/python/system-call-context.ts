import type { submit, callSync } from '../thread/system-calls.ts';
import { AT_FDCWD, CError } from './c-library.ts';
import type { CMemory } from './c-memory.ts';
import { SharedMappings } from './shared-mappings.ts';
import { synchronizing } from './synchronizing-calls.ts';
import { WordWaits } from './word-waits.ts';

/** What all processes of the host share. */
interface SharedByAll {
  readonly memory: SharedArrayBuffer;
  readonly waits: WordWaits;
}

/** A function that the compiled CPython imports: i32 are numbers, i64 are bigints. */
export type Import = (...args: never[]) => number;
export type ImportTable = Record<string, Import>;

/** How the system calls of a program reach the kernel. */
export interface KernelGate {
  readonly callSync: typeof callSync;
  readonly submit: typeof submit;
}

/**
 * Descriptors of the interpreter's own files, which live in Emscripten's file system, begin here; those below are the
 * kernel's. It is more than the kernel ever gives.
 */
export const FIRST_OWN_FD = 0x10000;

/** Where the interpreter's own files are: the standard library. */
const OWN_FILES = /^\/+lib(?:\/|$)/;

/** What the system calls of one interpreter have in common. */
export class SystemCallContext {
  readonly mappings: SharedMappings;
  #kernel: KernelGate | null = null;
  #shared: SharedByAll | null = null;

  /** @param original Emscripten's answers to the same calls */
  constructor(
    readonly memory: CMemory,
    readonly original: ImportTable,
  ) {
    this.mappings = new SharedMappings(memory);
  }

  /** From now on the kernel answers. Until then, Emscripten does: an interpreter may start before it has a process. */
  connect(kernel: KernelGate, segmentMemory: SharedArrayBuffer): void {
    this.mappings.connect(kernel, segmentMemory);
    this.#kernel = synchronizing(kernel, this.mappings);
    this.#shared = { memory: segmentMemory, waits: new WordWaits(segmentMemory) };
  }

  get isConnected(): boolean {
    return this.#kernel !== null;
  }

  get kernel(): KernelGate {
    if (!this.#kernel) throw new CError('ENOSYS');
    return this.#kernel;
  }

  get shared(): SharedByAll {
    if (!this.#shared) throw new CError('ENOSYS');
    return this.#shared;
  }

  /** Makes a system call of the kernel's and waits for the answer. */
  readonly ask: KernelGate['callSync'] = (name, ...args) => this.kernel.callSync(name, ...args);

  /** Asks Emscripten. */
  own(name: string, ...args: readonly (number | bigint)[]): number {
    return (this.original[name] as (...args: readonly (number | bigint)[]) => number)(...args);
  }

  /**
   * The path that an `…at` call means, as the kernel takes it, or `null` when it leads to one of the interpreter's own
   * files.
   */
  path(directoryFd: number, address: number): string | null {
    const path = this.memory.string(address);
    if (!this.isConnected) return null;
    if (path.startsWith('/')) return OWN_FILES.test(path) ? null : path;
    if (directoryFd === AT_FDCWD) return path;
    if (directoryFd >= FIRST_OWN_FD) return null;
    if (path === '') throw new CError('ENOENT');
    return `${this.ask('fs.path-of', directoryFd)}/${path}`;
  }

  /** Whether a descriptor leads to one of the interpreter's own files. */
  isOwn(fd: number): boolean {
    return !this.isConnected || fd >= FIRST_OWN_FD;
  }
}

/** The descriptor as Emscripten knows it. */
export function ownFd(fd: number): number {
  return fd >= FIRST_OWN_FD ? fd - FIRST_OWN_FD : fd;
}
