import type { CPython, Pointer } from './cpython.ts';
import { readPointer, TYPE } from './cpython.ts';
import { deadlineAfter } from './deadline.ts';
import { WAIT } from './native-module.ts';
import type { Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';

/** Above that, CPython's own function raises OverflowError: 2⁶³ nanoseconds. */
const MAX_SECONDS = 9_223_372_036;

/** `time.sleep`, which lets other threads run. */
export function sleepReplacement(python: CPython, scheduler: Scheduler): Replacement {
  return {
    module: 'time',
    names: ['sleep'],
    convention: 'one',
    blocks: true,
    replace: (original) => (self, value) => {
      const seconds = secondsOf(python, value ?? 0);
      // CPython's own function raises the exception.
      if (seconds === undefined) return original(self ?? 0, value ?? 0);
      if (seconds === 0) return scheduler.yield();
      const deadlineMs = deadlineAfter(seconds);
      return scheduler.begin({
        deadlineMs,
        attempt: () => (performance.now() >= deadlineMs ? python.__Py_NoneStruct : WAIT),
        enqueue: () => undefined,
        dequeue: () => undefined,
        expire: () => python.__Py_NoneStruct,
      });
    },
  };
}

/** The argument as a number, or `undefined` if it is not one that can be slept. */
function secondsOf(python: CPython, value: Pointer): number | undefined {
  const isFloat = readPointer(python, value + TYPE) === python._PyFloat_Type;
  const number = isFloat ? value : python._PyNumber_Index(value);
  const seconds = number === 0 ? -1 : python._PyFloat_AsDouble(number);
  if (python._PyErr_Occurred() !== 0) python._PyErr_Clear();
  if (number !== 0 && !isFloat) python._Py_DecRef(number);
  return seconds >= 0 && seconds < MAX_SECONDS ? seconds : undefined;
}
