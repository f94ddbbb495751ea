import { fastArgument } from './arguments.ts';
import type { CPython, Pointer } from './cpython.ts';
import { deadlineAfter } from './deadline.ts';
import type { GreenThread } from './green-thread.ts';
import { WAIT } from './native-module.ts';
import type { CFunction, Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';

const simpleQueue = { module: '_queue', type: 'SimpleQueue' } as const;

/** `_queue.SimpleQueue`: its `get` lets other threads run, and its `put` wakes the first of those who wait. */
export function simpleQueueReplacements(python: CPython, scheduler: Scheduler): Replacement[] {
  const waiting = new Map<Pointer, GreenThread[]>();
  let getNow: CFunction = () => 0;

  const wakeFirst = (queue: Pointer) => {
    const threads = waiting.get(queue);
    const first = threads?.shift();
    if (threads?.length === 0) waiting.delete(queue);
    if (first) scheduler.wake(first);
  };
  const put =
    (original: CFunction) =>
    (self: Pointer, ...rest: Pointer[]) => {
      const result = original(self, ...rest);
      if (result !== 0) wakeFirst(self);
      return result;
    };
  const get = (self: Pointer, type: Pointer, timeoutSeconds: number | undefined) => {
    const attempt = () => {
      const item = getNow(self, type, 0, 0, 0);
      if (item !== 0) return item;
      python._PyErr_Clear();
      return WAIT;
    };
    return scheduler.begin({
      deadlineMs: deadlineAfter(timeoutSeconds),
      attempt,
      enqueue: (thread) => {
        const threads = waiting.get(self);
        if (threads) threads.push(thread);
        else waiting.set(self, [thread]);
      },
      dequeue: (thread) => {
        const threads = (waiting.get(self) ?? []).filter((other) => other !== thread);
        if (threads.length > 0) waiting.set(self, threads);
        else waiting.delete(self);
      },
      // CPython's own raises Empty.
      expire: () => getNow(self, type, 0, 0, 0),
    });
  };
  return [
    {
      ...simpleQueue,
      names: ['get_nowait'],
      convention: 'method-keywords',
      blocks: false,
      replace: (original) => (getNow = original),
    },
    {
      ...simpleQueue,
      names: ['get'],
      convention: 'method-keywords',
      blocks: true,
      replace:
        (original) =>
        (self = 0, type = 0, values = 0, count = 0, names = 0) => {
          const fast = [values, count, names] as const;
          const block = fastArgument(python, fast, 0, 'block');
          const timeout = fastArgument(python, fast, 1, 'timeout');
          const isForever = timeout === 0 || timeout === python.__Py_NoneStruct;
          const seconds = isForever ? undefined : python._PyFloat_AsDouble(timeout);
          if (seconds === -1) python._PyErr_Clear();
          const given = (count & 0x7fffffff) + (names === 0 ? 0 : python._PyTuple_Size(names));
          const known = (block === 0 ? 0 : 1) + (timeout === 0 ? 0 : 1);
          const blocks = block === 0 || python._PyObject_IsTrue(block) === 1;
          // CPython's own raises what is wrong with the arguments, and does not wait then.
          const isOurs = given === known && blocks && !((seconds ?? 0) < 0);
          return isOurs ? get(self, type, seconds) : original(self, type, values, count, names);
        },
    },
    { ...simpleQueue, names: ['put'], convention: 'fast-keywords', blocks: false, replace: put },
    { ...simpleQueue, names: ['put_nowait'], convention: 'fast-keywords', blocks: false, replace: put },
  ];
}
