import type { PoolCalls } from '../../protocol/pool-calls.ts';
import type { Kernel } from '../kernel.ts';
import type { Process } from '../process.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';
import { WorkPool } from '../work-pool.ts';

/** Answers the system calls on the pools of processes. */
export function poolCalls(kernel: Kernel): SystemCallHandlers<PoolCalls> {
  const pools = new WeakMap<Process, WorkPool>();
  return {
    'pool.run': ({ thread, process }, work, threadCount) => {
      let pool = pools.get(process);
      if (!pool) {
        pool = new WorkPool(threadCount, (index) => kernel.startPoolThread(process, index));
        pools.set(process, pool);
      }
      return pool.run(thread, work);
    },
    'pool.done': ({ thread, process }, outcome) => pools.get(process)?.done(thread, outcome),
  };
}
