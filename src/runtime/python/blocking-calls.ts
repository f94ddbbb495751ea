import type { FileLockRequest } from '../protocol/file-lock-calls.ts';
import type { PollRequest } from '../protocol/poll-events.ts';
import type { SystemCallArguments } from '../protocol/system-calls.ts';
import type { ThreadSuspension, WaitOperation } from './blocking.ts';
import { CError } from './c-library.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import type { SystemCallContext } from './system-call-context.ts';

/**
 * System calls that may have to wait for a descriptor. One that would block answers EINTR once it has arranged that CPython,
 * which then looks for signals, suspends the green thread; where no thread can be suspended, it blocks the Worker.
 */
export class BlockingCalls {
  readonly #context: SystemCallContext;
  readonly #flags: DescriptorFlags;
  readonly #suspension: () => ThreadSuspension;
  #nextWait = 1;

  constructor(context: SystemCallContext, flags: DescriptorFlags, suspension: () => ThreadSuspension) {
    this.#context = context;
    this.#flags = flags;
    this.#suspension = suspension;
  }

  get canSuspend(): boolean {
    return this.#suspension().canSuspend();
  }

  /**
   * Makes the green thread wait for an operation, if it can be suspended.
   * @throws CError EINTR always
   */
  suspend(operation: WaitOperation): never {
    this.#suspension().suspendAtNextCheck(operation);
    throw new CError('EINTR');
  }

  /** Blocks the Worker for a moment, if no other thread could run, and tells whether a word of segment memory changed. */
  changesSoon(index: number, value: number): boolean {
    const { waits } = this.#context.shared;
    return this.#suspension().blockBriefly((mostMs) => waits.changesWithin(mostMs, index, value));
  }

  /** Makes a call that answers EAGAIN where it would block, and waits as the descriptor's flags want. */
  untilDone<Result>(fd: number, events: number, attempt: () => Result): Result {
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        if (!isAgain(error) || this.#flags.isNonBlocking(fd)) throw error;
        this.wait([{ fd, events }], -1);
      }
    }
  }

  /**
   * Waits until an event of some request holds or the time is over: by suspending the green thread, if that can be, else
   * by blocking the Worker.
   * @throws CError EINTR when the thread will be suspended
   */
  wait(requests: readonly PollRequest[], timeoutMs: number): void {
    this.#await('descriptor.wait', requests, timeoutMs);
  }

  /**
   * Waits until no lock of somebody else's is in the way, as above.
   * @throws CError EINTR when the thread will be suspended
   */
  awaitLock(fd: number, lock: FileLockRequest): void {
    this.#await('file-lock.wait', fd, lock);
  }

  /** Waits for the answer to a system call, whose last argument is the number of the wait. */
  #await<Name extends 'descriptor.wait' | 'file-lock.wait'>(
    name: Name,
    ...args: WithoutNumber<SystemCallArguments<Name>>
  ): void {
    const number = this.#nextWait++;
    const numbered = [...args, number] as unknown as SystemCallArguments<Name>;
    const { kernel } = this.#context;
    if (!this.canSuspend) {
      kernel.callSync(name, ...numbered);
      return;
    }
    this.suspend({
      begin: (resume) => {
        kernel.submit(name, numbered, () => resume());
      },
      cancel: () => kernel.callSync('descriptor.cancel-wait', number),
    });
  }
}

type WithoutNumber<Arguments extends readonly unknown[]> = Arguments extends readonly [
  ...infer Rest,
  wait: number,
]
  ? Rest
  : never;

function isAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
