import type { CPython } from './cpython.ts';
import { raise } from './cpython.ts';
import type { Preemption } from './preemption.ts';
import type { Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';

const SIGINT = 2;
const HIGHEST_SIGNAL = 64;

/** `_thread.interrupt_main`, which raises a signal in the main thread. */
export function interruptReplacement(
  python: CPython,
  scheduler: Scheduler,
  preemption: Preemption,
): Replacement {
  return {
    module: '_thread',
    names: ['interrupt_main'],
    convention: 'varargs',
    blocks: false,
    replace:
      () =>
      (_self, args = 0) => {
        const given = python._PyTuple_Size(args) > 0;
        const signal = given ? python._PyLong_AsLong(python._PyTuple_GetItem(args, 0)) : SIGINT;
        if (signal === -1 && python._PyErr_Occurred() !== 0) return 0;
        if (signal < 1 || signal > HIGHEST_SIGNAL) {
          return raise(python, 'ValueError', 'signal number out of range');
        }
        scheduler.signals.raise(signal);
        scheduler.signalled();
        preemption.askSoon();
        return python.__Py_NoneStruct;
      },
  };
}
