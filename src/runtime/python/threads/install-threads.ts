import type { Pyodide } from '../pyodide.ts';
import { BufferedFiles } from './buffered-files.ts';
import type { CPython, Pointer } from './cpython.ts';
import { constantString, readPointer } from './cpython.ts';
import { interpreterLayout } from './interpreter-layout.ts';
import { InterpreterThreads } from './interpreter-threads.ts';
import { interruptReplacement } from './interrupting.ts';
import { LockQueue } from './lock-queue.ts';
import { lockReplacements } from './locks.ts';
import type { NativeFunction } from './native-module.ts';
import { NativeModule } from './native-module.ts';
import { nestedContainers } from './nested-containers.ts';
import { waitFunction } from './operation-wait.ts';
import type { PendingSignals } from './pending-signals.ts';
import { Preemption } from './preemption.ts';
import { recursiveLockReplacements } from './recursive-locks.ts';
import type { CFunction, Replacement } from './replacement.ts';
import { DEFINITION, definitionsOf, flagsOf, parametersOf } from './replacement.ts';
import { Scheduler } from './scheduler.ts';
import { simpleQueueReplacements } from './simple-queues.ts';
import { sleepReplacement } from './sleeping.ts';
import { takeStack } from './stack-taking.ts';
import { switchIntervalReplacement } from './switch-interval.ts';
import { ThreadStarting } from './thread-starting.ts';
import { deallocators } from './trashcan.ts';

/** The Python module of our functions that replace none of CPython's; `_interleave.scheduling` says what they do. */
const MODULE = '_interleave_threads';

/**
 * Gives an interpreter threads: replaces the code of CPython's functions that wait, wake and start threads, without a change
 * to a Python name. Called once after an interpreter has started. A snapshot must be taken before, since the places of our
 * functions in the table are no part of one.
 *
 * @throws Error when CPython is not the one we know
 */
export function installThreads(pyodide: Pyodide, signals: PendingSignals): Scheduler {
  const python = pyodide._module as CPython;
  const layout = interpreterLayout(python);
  const interpreter = new InterpreterThreads(python, layout);
  const scheduler = new Scheduler(python, interpreter, signals);
  const preemption = new Preemption(python, layout, scheduler);
  const queue = new LockQueue(python, layout.lockByte, scheduler);
  const files = new BufferedFiles(python, layout, scheduler);
  const replacements: Replacement[] = [
    ...lockReplacements(python, layout, queue),
    ...recursiveLockReplacements(python, layout, queue, scheduler),
    ...new ThreadStarting(python, layout, scheduler).replacements(),
    ...simpleQueueReplacements(python, scheduler),
    sleepReplacement(python, scheduler),
    finalizingReplacement(python, scheduler),
    switchIntervalReplacement(python, scheduler),
    interruptReplacement(python, scheduler, preemption),
  ];
  const definitions = replacements.map((replacement) => definitionsOf(python, replacement));
  const originals = definitions.map(([first]) =>
    tableFunction(python, readPointer(python, (first as Pointer) + DEFINITION.code)),
  );
  const wait = waitFunction(python, scheduler);
  const natives: NativeFunction[] = [
    ...files.natives,
    ...replacements.map((replacement, index) => ({
      name: replacement.names[0],
      parameters: parametersOf(replacement.convention),
      blocks: replacement.blocks,
      ...(replacement.shortcut ? { shortcut: replacement.shortcut } : {}),
      call: replacement.replace(originals[index] as CFunction),
    })),
    { name: 'switch', parameters: 2, blocks: true, call: () => scheduler.switch() },
    { name: 'wait', parameters: 2, blocks: true, call: wait },
    {
      name: 'finalize',
      parameters: 2,
      blocks: false,
      call: () => {
        scheduler.finalize();
        return python.__Py_NoneStruct;
      },
    },
  ];
  const module = new NativeModule(python, natives, scheduler, interpreter.identVariable);
  interpreter.connect(module.runThread);
  const [enter, leave, ...replacing] = module.functions as [number, number, ...number[]];
  definitions.forEach((each, index) => {
    for (const definition of each) place(python, definition, replacing[index] as number);
  });
  const [ident] = definitionsOf(python, identReplacement);
  place(python, ident as Pointer, module.identFunction);
  addModule(python, natives, module.functions);
  takeStack(python, [...deallocators(python, layout), ...nestedContainers(python)]);
  files.install(python.wasmTable.get(enter) as CFunction, python.wasmTable.get(leave) as CFunction);
  pyodide.setInterruptBuffer(preemption.interruptBuffer);
  return scheduler;
}

/** Only its place matters: its code is in the native module. */
const identReplacement: Replacement = {
  module: '_thread',
  names: ['get_ident'],
  convention: 'no-args',
  blocks: false,
  replace: (original) => original,
};

/** `sys.is_finalizing` */
function finalizingReplacement(python: CPython, scheduler: Scheduler): Replacement {
  return {
    module: 'sys',
    names: ['is_finalizing'],
    convention: 'no-args',
    blocks: false,
    replace: () => () => python._PyBool_FromLong(scheduler.isFinalizing ? 1 : 0),
  };
}

function tableFunction(python: CPython, index: number): CFunction {
  return python.wasmTable.get(index) as CFunction;
}

function place(python: CPython, definition: Pointer, index: number): void {
  python.HEAPU32[(definition + DEFINITION.code) >>> 2] = index;
}

function addModule(python: CPython, natives: readonly NativeFunction[], functions: readonly number[]): void {
  const module = python._PyImport_AddModule(constantString(python, MODULE));
  natives.forEach(({ name }, index) => {
    if (!['switch', 'wait', 'finalize'].includes(name)) return;
    const definition = python._malloc(16);
    const fields = [constantString(python, name), functions[index] as number, flagsOf('varargs'), 0];
    python.HEAPU32.set(fields, definition >>> 2);
    const object = python._PyCMethod_New(definition, 0, 0, 0);
    python._PyObject_SetAttrString(module, fields[0] as Pointer, object);
  });
}
