import type { SystemCalls } from '../protocol/system-calls.ts';
import type { Process } from './process.ts';
import type { Thread } from './thread.ts';

/** Who makes a system call. */
export interface Caller {
  readonly thread: Thread;
  readonly process: Process;
}

/**
 * The kernel's side of an area of system calls. A handler may answer at once or later: the thread waits, or not, as
 * it chose. What it throws reaches the thread.
 */
export type SystemCallHandlers<Calls extends Partial<SystemCalls>> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Result
    ? (caller: Caller, ...args: Args) => HandlerResult<Result>
    : never;
};

type HandlerResult<Result> = [Result] extends [never] ? void : Result | Promise<Result>;
