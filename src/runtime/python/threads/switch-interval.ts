import type { CPython } from './cpython.ts';
import type { Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';

/** `sys.setswitchinterval`: CPython keeps the number, the scheduler heeds it. */
export function switchIntervalReplacement(python: CPython, scheduler: Scheduler): Replacement {
  return {
    module: 'sys',
    names: ['setswitchinterval'],
    convention: 'one',
    blocks: false,
    replace:
      (original) =>
      (self = 0, value = 0) => {
        const result = original(self, value);
        if (result !== 0) scheduler.switchIntervalMs = python._PyFloat_AsDouble(value) * 1000;
        return result;
      },
  };
}
