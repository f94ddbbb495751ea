import { argument } from './arguments.ts';
import type { CPython, Pointer } from './cpython.ts';
import { attribute, constantString, importModule, raise, readPointer, stringAt, TYPE } from './cpython.ts';
import type { BlockingCall, GreenThread, ThreadBody } from './green-thread.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import { WAIT } from './native-module.ts';
import type { CFunction, Replacement } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';
import { deadlineAfter } from './deadline.ts';

/** What CPython for Emscripten says when all is well but that it has no threads; and what we say when there are too many. */
const CANNOT_START = "can't start new thread";
/** What CPython says of both when it ends. */
const CANNOT_START_AT_END = "can't create new thread at interpreter shutdown";
const CANNOT_JOIN_AT_END = 'cannot join thread at interpreter shutdown';

/** A thread that `threading` joins: `_thread._ThreadHandle`, an object of CPython's that we keep true. */
interface Started {
  readonly handle: Pointer;
  readonly daemon: boolean;
  readonly waiters: Set<GreenThread>;
  /** Whether the thread was not started here: the main thread, which says itself that it is done. */
  readonly adopted?: boolean;
}

/** Starting, joining and counting threads: the functions of `_thread`, and the methods of `_thread._ThreadHandle`. */
export class ThreadStarting {
  readonly #python: CPython;
  readonly #layout: InterpreterLayout;
  readonly #scheduler: Scheduler;
  /** Handles of running threads, by address. */
  readonly #started = new Map<Pointer, Started>();
  readonly #handleType: Pointer;
  #setDone: CFunction = () => 0;

  constructor(python: CPython, layout: InterpreterLayout, scheduler: Scheduler) {
    this.#python = python;
    this.#layout = layout;
    this.#scheduler = scheduler;
    this.#handleType = handleType(python);
  }

  replacements(): Replacement[] {
    const handle = { module: '_thread', type: '_ThreadHandle' } as const;
    const module = { module: '_thread', blocks: false } as const;
    return [
      {
        ...module,
        names: ['start_new_thread', 'start_new'],
        convention: 'varargs',
        replace: (original) => (self, args) => this.#startNew(original, self ?? 0, args ?? 0),
      },
      {
        ...module,
        names: ['start_joinable_thread'],
        convention: 'keywords',
        replace: (original) => (self, args, kwargs) =>
          this.#startJoinable(original, self ?? 0, args ?? 0, kwargs ?? 0),
      },
      {
        ...module,
        names: ['_count'],
        convention: 'no-args',
        replace: () => () => this.#python._PyLong_FromUnsignedLong(this.#scheduler.count),
      },
      {
        ...module,
        names: ['_shutdown'],
        convention: 'no-args',
        blocks: true,
        replace: () => () => this.#scheduler.begin(this.#shutdownCall()),
      },
      {
        ...handle,
        names: ['join'],
        convention: 'varargs',
        blocks: true,
        replace: (original) => this.#joinFunction(original),
      },
      {
        ...handle,
        names: ['_set_done'],
        convention: 'no-args',
        blocks: false,
        replace: (original) => {
          this.#setDone = original;
          return (self) => this.#markDone(self ?? 0);
        },
      },
    ];
  }

  #startNew(original: CFunction, self: Pointer, args: Pointer): Pointer {
    const python = this.#python;
    if (!this.#isRefused(original, [self, args])) return 0;
    const body = this.#body(
      python._PyTuple_GetItem(args, 0),
      python._PyTuple_GetItem(args, 1),
      python._PyTuple_Size(args) > 2 ? python._PyTuple_GetItem(args, 2) : 0,
    );
    const thread = this.#start(body, () => undefined);
    return thread ? python._PyLong_FromUnsignedLong(thread.ident) : 0;
  }

  #startJoinable(original: CFunction, self: Pointer, args: Pointer, kwargs: Pointer): Pointer {
    const python = this.#python;
    if (!this.#isJoinableRefused(original, self, args, kwargs)) return 0;
    const callable = argument(python, args, kwargs, 0, 'function');
    const daemon = argument(python, args, kwargs, 2, 'daemon');
    let handle = argument(python, args, kwargs, 1, 'handle');
    if (handle === 0 || handle === python.__Py_NoneStruct) handle = newHandle(python);
    else python._Py_IncRef(handle);
    // One reference is the caller's, the other ours for as long as the thread runs.
    python._Py_IncRef(handle);
    const thread = this.#start(this.#body(callable, python._PyTuple_New(0), 0), () => {
      this.#end(handle);
    });
    if (!thread) {
      python._Py_DecRef(handle);
      python._Py_DecRef(handle);
      return 0;
    }
    const fields = readPointer(python, handle + this.#layout.threadHandle.handle);
    python.HEAPU32[(fields + this.#layout.threadHandle.ident) >>> 2] = thread.ident;
    python.HEAPU32[(fields + this.#layout.threadHandle.state) >>> 2] = this.#layout.threadHandle.running;
    const isDaemon = daemon === 0 || python._PyObject_IsTrue(daemon) === 1;
    this.#started.set(handle, { handle, daemon: isDaemon, waiters: new Set() });
    return handle;
  }

  /** As below, but without the handle if it is a new one: CPython would mark it as done, since no thread was started. */
  #isJoinableRefused(original: CFunction, self: Pointer, args: Pointer, kwargs: Pointer): boolean {
    const python = this.#python;
    const handle = argument(python, args, kwargs, 1, 'handle');
    if (handle === 0 || !this.#isNew(handle)) return this.#isRefused(original, [self, args, kwargs]);
    const checkedArgs = python._PyTuple_New(python._PyTuple_Size(args));
    for (let index = 0; index < python._PyTuple_Size(args); index++) {
      const value = index === 1 ? python.__Py_NoneStruct : python._PyTuple_GetItem(args, index);
      python._Py_IncRef(value);
      python._PyTuple_SetItem(checkedArgs, index, value);
    }
    const checkedKwargs = kwargs === 0 ? 0 : python._PyDict_Copy(kwargs);
    if (python._PyTuple_Size(args) < 2) {
      python._PyDict_DelItemString(checkedKwargs, constantString(python, 'handle'));
    }
    const isRefused = this.#isRefused(original, [self, checkedArgs, checkedKwargs]);
    python._Py_DecRef(checkedArgs);
    python._Py_DecRef(checkedKwargs);
    return isRefused;
  }

  #isNew(handle: Pointer): boolean {
    const python = this.#python;
    const isHandle = readPointer(python, handle + TYPE) === this.#handleType;
    return isHandle && this.#stateOf(handle) === this.#layout.threadHandle.notStarted;
  }

  /**
   * Has CPython check the arguments: its own function ends in the exception that there are no threads, if and only if
   * nothing else is wrong.
   */
  #isRefused(original: CFunction, parameters: Pointer[]): boolean {
    const python = this.#python;
    original(...parameters);
    const error = python._PyErr_GetRaisedException();
    const text = python._PyObject_Str(error);
    const message = stringAt(python, python._PyUnicode_AsUTF8(text));
    python._Py_DecRef(text);
    if (message === CANNOT_START) python._Py_DecRef(error);
    else python._PyErr_SetRaisedException(error);
    return message === CANNOT_START;
  }

  #body(callable: Pointer, args: Pointer, kwargs: Pointer): ThreadBody {
    const body = { callable, args, kwargs };
    for (const object of [callable, args, kwargs]) this.#python._Py_IncRef(object);
    return body;
  }

  #start(body: ThreadBody, onEnd: () => void): GreenThread | undefined {
    const { isFinalizing } = this.#scheduler;
    const thread = isFinalizing ? undefined : this.#scheduler.start(body, onEnd);
    if (thread) return thread;
    for (const object of [body.callable, body.args, body.kwargs]) this.#python._Py_DecRef(object);
    if (isFinalizing) raise(this.#python, 'PythonFinalizationError', CANNOT_START_AT_END);
    else raise(this.#python, 'RuntimeError', CANNOT_START);
    return undefined;
  }

  #end(handle: Pointer): void {
    this.#python._Py_DecRef(this.#markDone(handle));
    this.#started.delete(handle);
    this.#python._Py_DecRef(handle);
  }

  #markDone(handle: Pointer): Pointer {
    const result = this.#setDone(handle, 0);
    const started = this.#started.get(handle);
    if (result === 0 || !started) return result;
    for (const thread of started.waiters) this.#scheduler.wake(thread);
    started.waiters.clear();
    if (started.adopted) {
      this.#started.delete(handle);
      this.#python._Py_DecRef(handle);
    }
    return result;
  }

  /** Makes a thread that runs and was not started here one that can be waited for. */
  #adopt(handle: Pointer): Started | undefined {
    if (this.#stateOf(handle) !== this.#layout.threadHandle.running) return undefined;
    this.#python._Py_IncRef(handle);
    const adopted: Started = { handle, daemon: true, waiters: new Set(), adopted: true };
    this.#started.set(handle, adopted);
    return adopted;
  }

  #joinFunction(original: CFunction): CFunction {
    const python = this.#python;
    // CPython checks the arguments, on a thread that has ended.
    const ended = newHandle(python);
    const { handle, state, running } = this.#layout.threadHandle;
    python.HEAPU32[(readPointer(python, ended + handle) + state) >>> 2] = running;
    return (self = 0, args = 0) => {
      if (this.#setDone(ended, 0) === 0 || original(ended, args) === 0) return 0;
      const started = this.#started.get(self) ?? this.#adopt(self);
      if (!started) return original(self, args);
      if (this.#identOf(self) === this.#scheduler.ident) {
        return raise(python, 'RuntimeError', 'Cannot join current thread');
      }
      if (this.#scheduler.isFinalizing && !this.#isDone(started)) {
        return raise(python, 'PythonFinalizationError', CANNOT_JOIN_AT_END);
      }
      const timeout = python._PyTuple_Size(args) > 0 ? python._PyTuple_GetItem(args, 0) : 0;
      const seconds =
        timeout === 0 || timeout === python.__Py_NoneStruct ? -1 : python._PyFloat_AsDouble(timeout);
      return this.#scheduler.begin(
        this.#endCall(() => started, deadlineAfter(seconds < 0 ? undefined : seconds)),
      );
    };
  }

  #identOf(handle: Pointer): number {
    const fields = readPointer(this.#python, handle + this.#layout.threadHandle.handle);
    return readPointer(this.#python, fields + this.#layout.threadHandle.ident);
  }

  /** Waits for every thread that is neither a daemon nor the current one. */
  #shutdownCall(): BlockingCall {
    const { ident } = this.#scheduler;
    return this.#endCall(
      () =>
        Array.from(this.#started.values()).find(
          ({ handle, daemon }) => !daemon && this.#identOf(handle) !== ident,
        ),
      Infinity,
    );
  }

  /** Waits for the end of a thread, and the next, until there is none. */
  #endCall(next: () => Started | undefined, deadlineMs: number): BlockingCall {
    const none = this.#python.__Py_NoneStruct;
    const running = () => {
      const started = next();
      return started && this.#started.has(started.handle) && !this.#isDone(started) ? started : undefined;
    };
    return {
      deadlineMs,
      attempt: () => (running() ? WAIT : none),
      enqueue: (thread) => {
        running()?.waiters.add(thread);
      },
      dequeue: (thread) => {
        for (const { waiters } of this.#started.values()) waiters.delete(thread);
      },
      expire: () => none,
    };
  }

  #isDone({ handle }: Started): boolean {
    return this.#stateOf(handle) !== this.#layout.threadHandle.running;
  }

  #stateOf(handle: Pointer): number {
    const fields = readPointer(this.#python, handle + this.#layout.threadHandle.handle);
    return readPointer(this.#python, fields + this.#layout.threadHandle.state);
  }
}

function newHandle(python: CPython): Pointer {
  return python._PyObject_CallNoArgs(handleType(python));
}

function handleType(python: CPython): Pointer {
  return attribute(python, importModule(python, '_thread'), '_ThreadHandle');
}
