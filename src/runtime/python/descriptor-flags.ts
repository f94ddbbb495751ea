import { O_CLOEXEC, O_NONBLOCK } from './c-library.ts';
import { openFlags } from '../protocol/open-flags.ts';

/** Access mode and `O_NONBLOCK`: what copies of a descriptor have in common. */
interface StatusFlags {
  readonly access: number;
  nonBlocking: boolean;
}

/**
 * The flags of this process's descriptors. They are kept here and not in the kernel: whoever starts a process says which
 * descriptors it gets, and whether a call waits is the business of the thread that waits.
 */
export class DescriptorFlags {
  readonly #status = new Map<number, StatusFlags>();
  readonly #closeOnExec = new Set<number>();
  readonly #terminals = new Map<number, boolean>();

  /** A new descriptor, opened with these bits of `open(2)`. */
  opened(fd: number, flags: number): void {
    const access = flags & (openFlags.accessMode | openFlags.append);
    this.#status.set(fd, { access, nonBlocking: (flags & O_NONBLOCK) !== 0 });
    this.setInheritable(fd, (flags & O_CLOEXEC) === 0);
    this.#terminals.delete(fd);
  }

  duplicated(fd: number, copy: number, closeOnExec: boolean): void {
    this.#status.set(copy, this.#of(fd));
    this.setInheritable(copy, !closeOnExec);
    this.#terminals.delete(copy);
  }

  closed(fd: number): void {
    this.#status.delete(fd);
    this.#closeOnExec.delete(fd);
    this.#terminals.delete(fd);
  }

  isInheritable(fd: number): boolean {
    return !this.#closeOnExec.has(fd);
  }

  setInheritable(fd: number, inheritable: boolean): void {
    if (inheritable) this.#closeOnExec.delete(fd);
    else this.#closeOnExec.add(fd);
  }

  isNonBlocking(fd: number): boolean {
    return this.#status.get(fd)?.nonBlocking ?? false;
  }

  setNonBlocking(fd: number, nonBlocking: boolean): void {
    this.#of(fd).nonBlocking = nonBlocking;
  }

  /** What `F_GETFL` says. */
  status(fd: number): number {
    const { access, nonBlocking } = this.#of(fd);
    return access | (nonBlocking ? O_NONBLOCK : 0);
  }

  /** The descriptors that were opened here and that a new program would get; those inherited are not all known. */
  get known(): readonly number[] {
    return [...this.#status.keys()];
  }

  /** Whether a descriptor leads to a terminal, asked once. */
  isTerminal(fd: number, ask: () => boolean): boolean {
    const known = this.#terminals.get(fd);
    if (known !== undefined) return known;
    const asked = ask();
    this.#terminals.set(fd, asked);
    return asked;
  }

  #of(fd: number): StatusFlags {
    const known = this.#status.get(fd);
    if (known) return known;
    const made = { access: fd === 0 ? openFlags.readOnly : openFlags.readWrite, nonBlocking: false };
    this.#status.set(fd, made);
    return made;
  }
}
