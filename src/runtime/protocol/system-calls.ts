import type { DescriptorCalls } from './descriptor-calls.ts';
import type { FileCalls } from './file-calls.ts';
import type { FileLockCalls } from './file-lock-calls.ts';
import type { LockCalls } from './lock-calls.ts';
import type { ModuleCalls } from './module-calls.ts';
import type { PoolCalls } from './pool-calls.ts';
import type { PortCalls } from './port-calls.ts';
import type { ProcessCalls } from './process-calls.ts';
import type { SharedMemoryCalls } from './shared-memory-calls.ts';
import type { SocketCalls } from './socket-calls.ts';
import type { ThreadCalls } from './thread-calls.ts';

/**
 * Every system call by name. A thread makes one with `callSync`, `call` or `send` (`thread/system-calls.ts`);
 * the kernel answers from a table of handlers (`kernel/system-call-handlers.ts`). Arguments are cloned by the browser;
 * results must be what `encodeValue` takes.
 */
export interface SystemCalls
  extends
    DescriptorCalls,
    FileCalls,
    FileLockCalls,
    LockCalls,
    ModuleCalls,
    PoolCalls,
    PortCalls,
    ProcessCalls,
    SharedMemoryCalls,
    SocketCalls,
    ThreadCalls {}

export type SystemCallName = keyof SystemCalls;
export type SystemCallArguments<Name extends SystemCallName> = Parameters<SystemCalls[Name]>;
export type SystemCallResult<Name extends SystemCallName> = ReturnType<SystemCalls[Name]>;
