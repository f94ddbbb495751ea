import { ErrorNumbers } from './error-numbers.ts';
import type { Pyodide } from './pyodide.ts';
import { SignalFacility } from './signal-facility.ts';
import type { Scheduler } from './threads/scheduler.ts';
import { TimeZone } from './time-zone.ts';

/**
 * Makes what the Python side finds in `_interleave_host`, one object per facility. Each is made by a file of its own and
 * is all that its shims know of JavaScript. Called after a snapshot has been loaded: none of them may be part of one.
 */
export function createFacilities(pyodide: Pyodide, scheduler: Scheduler): Readonly<Record<string, object>> {
  return {
    errors: new ErrorNumbers(pyodide._module),
    memory: { size_bytes: () => pyodide._module.HEAPU8.length },
    signals: new SignalFacility(scheduler),
    timeZone: new TimeZone(pyodide._module),
  };
}
