import type { ThreadStart } from '../protocol/thread-start.ts';
import type { SharedMemory } from './shared-memory/shared-memory.ts';
import type { Thread } from './thread.ts';

/** What is different for each thread that is started; the rest is its process's. */
export type StartDetails = Pick<
  ThreadStart,
  'program' | 'argv' | 'argv0' | 'execArgv' | 'execPath' | 'env' | 'ipc' | 'worker'
>;

/** Tells a Worker which thread it is and what to run. */
export function startThread(
  thread: Thread,
  details: StartDetails,
  { processorCount, sharedMemory }: { processorCount: number; sharedMemory: SharedMemory },
  transfer: readonly Transferable[] = [],
): void {
  const { process, tid } = thread;
  const { program, argv, argv0, execArgv, execPath, env, ipc, worker } = details;
  const start: ThreadStart = {
    type: 'start',
    pid: process.pid,
    ppid: process.ppid,
    tid,
    cwd: process.files.cwd(),
    processMemory: process.memory,
    segmentMemory: program.interpreter === 'python' ? sharedMemory.memory.buffer : null,
    terminal: process.terminal,
    processorCount,
    startedAtMs: process.startedAtMs,
    program,
    argv,
    argv0,
    execArgv,
    execPath,
    env,
    ipc,
    worker,
  };
  thread.post(start, transfer);
}
