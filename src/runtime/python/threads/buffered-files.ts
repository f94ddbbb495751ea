import type { CPython, Pointer } from './cpython.ts';
import { attribute, importModule, readPointer } from './cpython.ts';
import { type InterpreterLayout, LOCK_BITS } from './interpreter-layout.ts';
import { LockQueue } from './lock-queue.ts';
import type { NativeFunction } from './native-module.ts';
import { DEFINITION, definitionOf, parametersByFlags } from './replacement.ts';
import type { Scheduler } from './scheduler.ts';
import { type Code, encodeModule, type FunctionBody, op } from './web-assembly-module.ts';

/** What takes the lock of a buffered file, by class, beside iterating over its lines. */
const LOCKING_METHODS: Readonly<Record<string, string>> = {
  BufferedReader: 'close peek read read1 readinto readinto1 readline seek truncate',
  BufferedWriter: 'close flush seek truncate write',
  BufferedRandom: 'close flush peek read read1 readinto readinto1 readline seek truncate write',
};
const ITERABLE = ['BufferedReader', 'BufferedRandom'];

/** `Py_tp_iternext` @see https://github.com/python/cpython/blob/v3.14.2/Include/typeslots.h */
const ITERNEXT = 63;

/**
 * A lock of `PyThread_allocate_lock()`: whether it is locked, and a condition and a mutex, of which Emscripten's functions without
 * threads use nothing. There we keep what CPython's own lock cannot know: the bits of a `LockQueue`, and which green thread
 * holds it.
 */
const LOCK = { bits: 4, owner: 8 } as const;

/**
 * The locks of buffered files, `_io.BufferedReader` and its kin, each of which belongs to the green thread that took it: others wait
 * for it. CPython's own lock takes all of them for one thread, and would refuse the second as a "reentrant call".
 *
 * Each compiled function that takes a lock gets code around it, in the table of functions: enter, call, leave. Within, CPython's lock
 * is free, unless the function is called by its own thread again.
 *
 * @see https://github.com/python/cpython/blob/v3.14.2/Modules/_io/bufferedio.c `ENTER_BUFFERED`
 */
export class BufferedFiles {
  /** `enter(file)`: True when the lock was taken, False when there is none to take; and `leave(file)`. */
  readonly natives: readonly [enter: NativeFunction, leave: NativeFunction];
  readonly #python: CPython;

  constructor(python: CPython, layout: InterpreterLayout, scheduler: Scheduler) {
    this.#python = python;
    const queue = new LockQueue(python, LOCK.bits, scheduler);
    const { __Py_TrueStruct: taken, __Py_FalseStruct: notTaken, __Py_NoneStruct: none } = python;
    const owner = (lock: Pointer) => (lock + LOCK.owner) >>> 2;
    const accept = (lock: Pointer) => {
      python.HEAPU32[owner(lock)] = scheduler.ident;
    };
    const take = (lock: Pointer) => {
      if (python.HEAPU8[lock + LOCK.bits]! & LOCK_BITS.held) return false;
      python.HEAPU8[lock + LOCK.bits]! |= LOCK_BITS.held;
      accept(lock);
      return true;
    };
    const free = (lock: Pointer) => {
      python.HEAPU8[lock + LOCK.bits]! &= ~LOCK_BITS.held;
    };
    this.natives = [
      {
        ...{ name: 'enter', parameters: 1, blocks: true },
        shortcut: enterShortcut(python, layout),
        call: (file) => {
          const lock = readPointer(python, file + layout.bufferedFile.lock);
          // Whoever holds it when the interpreter ends does not go on: CPython says of what.
          if (python.HEAPU32[owner(lock)] === scheduler.ident || scheduler.isFinalizing) return notTaken;
          return queue.acquire({ take, accept }, lock, Infinity, taken);
        },
      },
      {
        ...{ name: 'leave', parameters: 1, blocks: false },
        shortcut: leaveShortcut(python, layout),
        call: (file) => {
          const lock = readPointer(python, file + layout.bufferedFile.lock);
          if (lock === 0) return none;
          python.HEAPU32[owner(lock)] = 0;
          queue.release(lock, () => {
            free(lock);
          });
          return none;
        },
      },
    ];
  }

  /** @param enter our compiled functions, as is `leave` */
  install(enter: WebAssembly.ExportValue, leave: WebAssembly.ExportValue): void {
    const table = this.#python.wasmTable;
    const originals = [...this.#lockingFunctions()];
    const imports = [
      { name: 'enter', parameters: 1, results: 1 as const },
      { name: 'leave', parameters: 1, results: 1 as const },
      ...originals.map(([index, parameters]) => ({
        ...{ name: `original${index}`, parameters, results: 1 as const },
      })),
    ];
    const taken = this.#python.__Py_TrueStruct;
    const bodies = originals.map(([index, parameters], place) =>
      lockedFunction(`locked${index}`, parameters, 2 + place, taken),
    );
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encodeModule(imports, bodies)), {
      host: {
        ...{ variable: this.#python.___stack_pointer, enter, leave },
        ...Object.fromEntries(
          originals.map(([index]) => [`original${index}`, table.get(index) as WebAssembly.ExportValue]),
        ),
      },
    });
    for (const [index] of originals) table.set(index, exports[`locked${index}`]);
  }

  /** Indices in the table of functions, and how many parameters each takes. */
  #lockingFunctions(): Map<number, number> {
    const python = this.#python;
    const found = new Map<number, number>();
    const io = importModule(python, '_io');
    for (const [name, methods] of Object.entries(LOCKING_METHODS)) {
      const type = attribute(python, io, name);
      for (const method of methods.split(' ')) {
        const definition = definitionOf(python, type, method, true);
        found.set(
          readPointer(python, definition + DEFINITION.code),
          parametersByFlags(readPointer(python, definition + DEFINITION.flags)),
        );
      }
      if (ITERABLE.includes(name)) found.set(python._PyType_GetSlot(type, ITERNEXT), 1);
      python._Py_DecRef(type);
    }
    python._Py_DecRef(io);
    return found;
  }
}

/** A file that has no lock yet raises an exception by itself; a free lock is taken. */
function enterShortcut(python: CPython, { bufferedFile }: InterpreterLayout): Code {
  const lock = [op.localGet(0), op.load(bufferedFile.lock)].flat();
  const take = [
    ...[lock, op.constant(LOCK_BITS.held), op.storeByte(LOCK.bits)],
    ...[lock, op.variable, op.store(LOCK.owner)],
    ...[op.constant(python.__Py_TrueStruct), op.return],
  ];
  return [
    ...[lock, op.isZero, op.if([op.constant(python.__Py_FalseStruct), op.return])],
    ...[lock, op.loadByte(LOCK.bits), op.isZero, op.if(take)],
  ].flat();
}

/** A lock that nobody waits for is free again. */
function leaveShortcut(python: CPython, { bufferedFile }: InterpreterLayout): Code {
  const lock = [op.localGet(0), op.load(bufferedFile.lock)].flat();
  const free = [
    ...[lock, op.constant(0), op.storeByte(LOCK.bits), lock, op.constant(0), op.store(LOCK.owner)],
    ...[op.constant(python.__Py_NoneStruct), op.return],
  ];
  return [lock, op.loadByte(LOCK.bits), op.constant(LOCK_BITS.held), op.equal, op.if(free)].flat();
}

/**
 * ```c
 * PyObject *taken = enter(self);
 * if (taken == NULL) return NULL;
 * PyObject *result = original(self, …);
 * if (taken == Py_True) leave(self);
 * return result;
 * ```
 */
function lockedFunction(
  exported: string,
  parameters: number,
  original: number,
  taken: Pointer,
): FunctionBody {
  const [self, entered, result] = [0, parameters, parameters + 1] as const;
  const [enter, leave] = [op.call(0), op.call(1)];
  return {
    ...{ exported, parameters, results: 1, locals: 2 },
    code: [
      ...[op.localGet(self), enter, op.localSet(entered)],
      ...[op.localGet(entered), op.isZero, op.if([op.constant(0), op.return])],
      ...Array.from({ length: parameters }, (_, parameter) => op.localGet(parameter)),
      ...[op.call(original), op.localSet(result)],
      ...[op.localGet(entered), op.constant(taken), op.equal],
      ...[op.if([op.localGet(self), leave, op.drop]), op.localGet(result)],
    ],
  };
}
