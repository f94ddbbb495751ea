import { systemError } from '../protocol/errno.ts';
import type { OpenDescription } from './open-description.ts';

/** How many descriptors one process may hold: Linux's usual limit. */
export const DESCRIPTOR_LIMIT = 1024;

/** How many descriptors, of all processes, lead to a description. */
const references = new WeakMap<OpenDescription, number>();

/** The file descriptors of one process. */
export class DescriptorTable {
  readonly #entries = new Map<number, OpenDescription>();

  /**
   * Gives a description the lowest free descriptor; without one a new description is disposed of.
   * @throws EMFILE when the process has as many as it may
   */
  open(description: OpenDescription, syscall = 'open', path?: string, atLeast = 0): number {
    let fd = atLeast;
    while (this.#entries.has(fd)) fd += 1;
    if (fd >= DESCRIPTOR_LIMIT) {
      if (!references.get(description)) description.dispose();
      throw systemError('EMFILE', syscall, path);
    }
    this.set(fd, description);
    return fd;
  }

  /** Makes `fd` lead to a description, closing what it led to before. */
  set(fd: number, description: OpenDescription): void {
    hold(description);
    if (this.#entries.has(fd)) this.close(fd, 'dup2');
    this.#entries.set(fd, description);
  }

  /** Whether the descriptor is open. */
  has(fd: number): boolean {
    return this.#entries.has(fd);
  }

  /** @throws EBADF when the descriptor is not open */
  get(fd: number, syscall: string): OpenDescription {
    const description = this.#entries.get(fd);
    if (!description) throw systemError('EBADF', syscall);
    return description;
  }

  /** @throws EBADF when the descriptor is not open */
  close(fd: number, syscall = 'close'): void {
    const description = this.get(fd, syscall);
    this.#entries.delete(fd);
    description.closedBy?.(this);
    letGo(description);
  }

  /** Closes everything: the process has ended, and whatever it was about to do to shared bytes must not happen any more. */
  dispose(): void {
    for (const description of this.#entries.values()) description.unshare?.();
    for (const fd of [...this.#entries.keys()]) this.close(fd);
  }
}

/** Keeps a description alive as a descriptor does: it is on its way to another process. */
export function hold(description: OpenDescription): void {
  references.set(description, (references.get(description) ?? 0) + 1);
}

/** The last to let go of a description disposes of it. */
export function letGo(description: OpenDescription): void {
  const remaining = (references.get(description) ?? 1) - 1;
  references.set(description, remaining);
  if (remaining === 0) description.dispose();
}
