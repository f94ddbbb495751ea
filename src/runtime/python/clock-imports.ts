import type { ThreadSuspension } from './blocking.ts';
import type { SystemCallContext } from './system-call-context.ts';

/** Clocks of WASI. */
const PROCESS_TIME = 2;
const THREAD_TIME = 3;
const NS_PER_MS = 1e6;

/** The clocks of processor time, below `time.process_time()` and its kin; Emscripten's other clocks stay. */
export function clockImports(context: SystemCallContext, suspension: () => ThreadSuspension) {
  return {
    clock_time_get(clock: number, precision: bigint, result: number) {
      const time = suspension().processorTime;
      if (!time || (clock !== PROCESS_TIME && clock !== THREAD_TIME)) {
        return context.own('clock_time_get', clock, precision, result);
      }
      const ranMs = clock === PROCESS_TIME ? time.ofProcessMs() : time.ofThreadMs();
      context.memory.view.setBigUint64(result >>> 0, BigInt(Math.round(ranMs * NS_PER_MS)), true);
      return 0;
    },
  };
}
