import type { LockCalls } from '../../protocol/lock-calls.ts';
import { LockTable } from '../lock-table.ts';
import type { Process } from '../process.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';

/** Answers the system calls on the locks of processes. */
export function lockCalls(): SystemCallHandlers<LockCalls> {
  const tables = new WeakMap<Process, LockTable>();
  const tableOf = (process: Process): LockTable => {
    const table = tables.get(process) ?? new LockTable();
    tables.set(process, table);
    return table;
  };
  return {
    'lock.request': ({ thread, process }, lock, request) => tableOf(process).request(thread, lock, request),
    'lock.release': ({ thread, process }, lock) => tableOf(process).release(thread, lock),
    'lock.query': ({ thread, process }) => tableOf(process).query(thread),
  };
}
