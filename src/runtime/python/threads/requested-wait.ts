import type { WaitOperation } from '../blocking.ts';

/**
 * What a system call that would block has left to be waited for. It answered EINTR, upon which CPython looks for signals, is
 * suspended there, and makes the call again (PEP 475).
 */
export class RequestedWait {
  #operation: WaitOperation | undefined;

  get isPending(): boolean {
    return this.#operation !== undefined;
  }

  set(operation: WaitOperation): void {
    this.#operation = operation;
  }

  /** Forgets it: a signal comes first, and if its handler raises nothing, the system call is made again. */
  drop(): void {
    this.#operation = undefined;
  }

  take(): WaitOperation | undefined {
    const operation = this.#operation;
    this.#operation = undefined;
    return operation;
  }
}
