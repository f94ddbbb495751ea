import type { CPython, Pointer } from './cpython.ts';
import { constantString, readPointer } from './cpython.ts';
import type { Code, FunctionBody } from './web-assembly-module.ts';
import { encodeModule, op } from './web-assembly-module.ts';

/** What a native function returns instead of an object: the green thread has to be suspended first. */
export const WAIT = 1;
/** What `resumed` returns when the thread was woken for a signal, whose handlers run before it waits again. */
export const CHECK_SIGNALS = 2;

/** The scheduler's side of the module: called from WebAssembly, by any green thread. */
export interface SwitchPoints {
  /** Runs our side of a native function. */
  guard(body: () => number): number;
  /** Gives the processor away. The promise is fulfilled when this thread is the one to run. */
  suspend(): Promise<void>;
  /** The first thing a thread does after `suspend()`: an object, 0, `WAIT` or `CHECK_SIGNALS`. */
  resumed(): number;
  /** After signal handlers that raised nothing: an object, 0 or `WAIT`. */
  again(): number;
  /** After a signal handler that raised: the call that waited is over. */
  abandon(): void;
  /** What the function of a thread returned, a borrowed reference; 0 after an exception that has been reported. */
  returned(result: Pointer): void;
  /** The very last act of a thread, whose state has been cleared. */
  ended(): void;
}

/**
 * A C function (`PyCFunction`) made of TypeScript. It takes what CPython passes for the calling convention it stands
 * for, and returns a new reference, 0 with an exception set, or, if it blocks, `WAIT`.
 */
export interface NativeFunction {
  readonly name: string;
  readonly parameters: number;
  readonly blocks: boolean;
  /** Code that comes first, on the same parameters, and returns when nothing of TypeScript is needed. */
  readonly shortcut?: Code;
  call(this: void, ...parameters: number[]): number;
}

/** Starts a green thread. The promise is fulfilled at its end; the call returns when it first waits. */
export type RunThread = (
  callable: Pointer,
  args: Pointer,
  kwargs: Pointer,
  state: Pointer,
  unraisableValues: Pointer,
) => Promise<void>;

interface StackSwitching {
  Suspending: new (implementation: () => Promise<void>) => WebAssembly.ImportValue;
  promising(exported: WebAssembly.ExportValue): RunThread;
}

/** What is imported, in the order of the indices that the code below calls. */
const IMPORTS = [
  { name: 'begin', parameters: 6, results: 1 },
  { name: 'suspend', parameters: 0, results: 0 },
  { name: 'resumed', parameters: 0, results: 1 },
  { name: 'again', parameters: 0, results: 1 },
  { name: 'abandon', parameters: 0, results: 0 },
  { name: 'returned', parameters: 1, results: 0 },
  { name: 'ended', parameters: 0, results: 0 },
  { name: 'PyErr_CheckSignals', parameters: 0, results: 1 },
  { name: 'PyErr_Clear', parameters: 0, results: 0 },
  { name: 'PyErr_ExceptionMatches', parameters: 1, results: 1 },
  { name: 'PyErr_FormatUnraisable', parameters: 2, results: 0 },
  { name: 'PyLong_FromUnsignedLong', parameters: 1, results: 1 },
  { name: 'PyObject_Call', parameters: 3, results: 1 },
  { name: 'PyThreadState_Clear', parameters: 1, results: 0 },
  { name: 'Py_DecRef', parameters: 1, results: 0 },
] as const;

type ImportName = (typeof IMPORTS)[number]['name'];

/** Calls something imported, by name. */
function call(name: ImportName): Code {
  return op.call(IMPORTS.findIndex((imported) => imported.name === name));
}

/** The module's own first function: every blocking function ends in it. */
const finish = op.call(IMPORTS.length);

/**
 * The WebAssembly that has to stand between CPython and the scheduler. A stack can only be suspended when WebAssembly
 * alone is on it, so a function that blocks is WebAssembly that asks TypeScript what to do, suspends itself, and asks
 * again; and a signal handler, which may block too, is run by it and not by TypeScript.
 */
export class NativeModule {
  readonly runThread: RunThread;
  /** Indices in the table of functions, in the order of the functions given. */
  readonly functions: readonly number[];
  /** Index of a `METH_NOARGS` function that returns the identifier of the current thread. */
  readonly identFunction: number;

  constructor(
    python: CPython,
    natives: readonly NativeFunction[],
    points: SwitchPoints,
    /** The identifier of the current thread. */
    ident: WebAssembly.Global,
  ) {
    const bytes = encodeModule(
      IMPORTS,
      [
        finishFunction(),
        runFunction(python),
        {
          exported: 'ident',
          parameters: 2,
          results: 1,
          code: [op.variable, call('PyLong_FromUnsignedLong')],
        },
        ...natives.flatMap((native, index) => (isCompiled(native) ? [nativeFunction(native, index)] : [])),
      ],
      true,
    );
    const switching = WebAssembly as unknown as StackSwitching;
    const cFunctions = IMPORTS.filter(({ name }) => name.startsWith('Py')).map(
      ({ name }) => [name, Reflect.get(python, `_${name}`) as WebAssembly.ImportValue] as const,
    );
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      host: {
        ...Object.fromEntries(cFunctions),
        variable: ident,
        memory: python.memory,
        begin: (index: number, ...parameters: number[]) =>
          points.guard(() => (natives[index] as NativeFunction).call(...parameters)),
        suspend: new switching.Suspending(() => points.suspend()),
        resumed: () => points.resumed(),
        again: () => points.again(),
        abandon: () => {
          points.abandon();
        },
        returned: (result: Pointer) => {
          points.returned(result);
        },
        ended: () => {
          points.ended();
        },
      },
    });
    this.runThread = switching.promising(exports['run'] as WebAssembly.ExportValue);
    this.identFunction = python.addFunction(exports['ident']);
    this.functions = natives.map((native, index) =>
      isCompiled(native)
        ? python.addFunction(exports[exportName(index)])
        : python.addFunction(
            (...parameters: number[]) => points.guard(() => native.call(...parameters)),
            'i'.repeat(native.parameters + 1),
          ),
    );
  }
}

function exportName(index: number): string {
  return `native${index}`;
}

/** Whether WebAssembly stands before our side of a function. */
function isCompiled({ blocks, shortcut }: NativeFunction): boolean {
  return blocks || shortcut !== undefined;
}

/** The shortcut, then `result = begin(index, …parameters)`, then `finish` if it blocks. */
function nativeFunction({ parameters, shortcut = [], blocks }: NativeFunction, index: number): FunctionBody {
  const passed = Array.from({ length: 5 }, (_, parameter) =>
    parameter < parameters ? op.localGet(parameter) : op.constant(0),
  );
  return {
    exported: exportName(index),
    parameters,
    results: 1,
    code: [shortcut, op.constant(index), ...passed, call('begin'), ...(blocks ? [finish] : [])],
  };
}

/**
 * ```c
 * while (result == WAIT) {
 *   suspend();
 *   result = resumed();
 *   if (result == CHECK_SIGNALS) {
 *     if (PyErr_CheckSignals()) { abandon(); return NULL; }
 *     result = again();
 *   }
 * }
 * return result;
 * ```
 */
function finishFunction(): FunctionBody {
  const result = 0;
  const checkSignals = [
    call('PyErr_CheckSignals'),
    op.if([call('abandon'), op.constant(0), op.return]),
    call('again'),
    op.localSet(result),
  ];
  const turn = [
    call('suspend'),
    call('resumed'),
    op.localSet(result),
    op.localGet(result),
    op.constant(CHECK_SIGNALS),
    op.equal,
    op.if(checkSignals),
    op.branch(1),
  ];
  return {
    parameters: 1,
    results: 1,
    code: [op.loop([op.localGet(result), op.constant(WAIT), op.equal, op.if(turn)]), op.localGet(result)],
  };
}

/**
 * The whole life of a green thread, as `thread_run()` in CPython's `Modules/_threadmodule.c`: it is WebAssembly to the
 * end, since clearing the thread's state may run destructors that block.
 */
function runFunction(python: CPython): FunctionBody {
  const [callable, args, kwargs, state, unraisableValues, result] = [0, 1, 2, 3, 4, 5] as const;
  const report = [
    op.constant(constantString(python, 'Exception ignored in thread started by %R')),
    op.localGet(unraisableValues),
    call('PyErr_FormatUnraisable'),
  ];
  return {
    exported: 'run',
    parameters: 5,
    results: 0,
    locals: 1,
    code: [
      ...[op.localGet(callable), op.localGet(args), op.localGet(kwargs), call('PyObject_Call')],
      ...[op.localSet(result), op.localGet(result), call('returned'), op.localGet(result), op.isZero],
      op.ifElse(
        [
          op.constant(readPointer(python, python._PyExc_SystemExit)),
          call('PyErr_ExceptionMatches'),
          op.ifElse([call('PyErr_Clear')], report),
        ],
        [op.localGet(result), call('Py_DecRef')],
      ),
      ...[callable, args, kwargs].flatMap((object) => [op.localGet(object), call('Py_DecRef')]),
      ...[op.localGet(state), call('PyThreadState_Clear'), call('ended')],
    ],
  };
}
