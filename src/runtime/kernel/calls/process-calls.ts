import { PROCESS_MEMORY } from '../../protocol/shared-memory.ts';
import type { ProcessCalls } from '../../protocol/process-calls.ts';
import type { Kernel } from '../kernel.ts';
import { ProcessAlarms } from '../process-alarms.ts';
import { ProcessGroups } from '../process-groups.ts';
import { deliverSignal } from '../signals.ts';
import { spawnAndWait, spawnChild } from '../spawn.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';

/** Answers the system calls on processes. */
export function processCalls(kernel: Kernel): SystemCallHandlers<ProcessCalls> {
  const alarms = new ProcessAlarms();
  const groups = new ProcessGroups(kernel.processes);
  return {
    'process.exit': ({ process }, exitCode) => process.end({ exitCode: exitCode & 0xff, signal: null }),
    'process.program-starts': ({ process }) => kernel.programStarts(process),
    'python.library': () => kernel.python.loadLibrary(),
    'process.spawn': ({ thread }, request) => spawnChild(kernel, thread, request),
    'process.spawn-and-wait': ({ thread }, request) => spawnAndWait(kernel, thread, request),
    'process.become': async ({ process }, pid) => {
      const status = kernel.processes.wait(process, pid);
      if (status instanceof Promise) process.successor = kernel.processes.get(pid, 'exec');
      process.end(await status);
    },
    'process.wait': ({ process }, pid) => kernel.processes.wait(process, pid),
    'process.wait-now': ({ process }, pid) => kernel.processes.waitNow(process, pid),
    'process.kill': ({ process }, pid, signal) => {
      const addressees = groups.addressees(process, pid);
      if (signal !== 0) for (const addressee of addressees) deliverSignal(addressee, signal);
    },
    'process.group': ({ process }, pid) => {
      const { group, sid } = pid === 0 ? process : kernel.processes.get(pid, 'getpgid');
      return [group, sid];
    },
    'process.set-group': ({ process }, pid, group) => groups.move(process, pid, group),
    'process.begin-session': ({ process }) => groups.beginSession(process),
    'process.signal-action': ({ process }, signal, action) => process.setSignalAction(signal, action),
    'process.set-alarm': ({ process }, delayMs, intervalMs) => alarms.set(process, delayMs, intervalMs),
    'process.list': () => kernel.processes.list(),
    'process.parent': ({ process }) => process.ppid,
    'process.change-directory': ({ process }, path) => {
      process.files.chdir(path);
      Atomics.add(new Int32Array(process.memory), PROCESS_MEMORY.directoryChanges, 1);
      return process.files.cwd();
    },
    'process.directory': ({ process }) => process.files.cwd(),

    'environment.share': ({ process }, variables) => {
      process.env = { ...variables };
    },
    'environment.get': ({ process }, name) =>
      Object.hasOwn(process.env, name) ? process.env[name] : undefined,
    'environment.set': ({ process }, name, value) => {
      process.env[name] = value;
    },
    'environment.delete': ({ process }, name) => {
      delete process.env[name];
    },
    'environment.names': ({ process }) => Object.keys(process.env),
  };
}
