import type { PythonRuntime } from '../protocol/python-runtime.ts';
import type { Program } from '../protocol/thread-start.ts';
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { writeOutput } from '../thread/output-ring.ts';
import { callSync, onKernelEvent, send, submit } from '../thread/system-calls.ts';
import { native, thread } from '../thread/thread-state.ts';
import { type BootedInterpreter, bootInWorker } from './boot-in-worker.ts';
import { rehearse } from './rehearsal.ts';
import { connectInterpreter, type Interpreter } from './start-interpreter.ts';

type PythonProgram = Extract<Program, { interpreter: 'python' }>;

const machine = Promise.withResolvers<WebAssembly.Module>();
const booted = Promise.withResolvers<BootedInterpreter>();
// Whatever is wrong, the program that comes will say.
booted.promise.catch(() => undefined);
let hasProgram = false;

/**
 * Boots an interpreter for the program that comes, or may come.
 *
 * @param isSpare whether nobody waits for it, so that it may rehearse
 */
export function prepareInterpreter(runtime: PythonRuntime, isSpare: boolean): void {
  bootInWorker(runtime, machine.promise).then(booted.resolve, booted.reject);
  if (!isSpare) return;
  booted.promise
    .then(({ pyodide }) => rehearse(pyodide, runtime.library, () => !hasProgram))
    // A program runs without it, too.
    .catch(() => undefined);
}

/** Gives the interpreter its compiled code, which comes later than what else it boots from. */
export function provideMachine(compiled: WebAssembly.Module): void {
  machine.resolve(compiled);
}

/** Runs this thread as a Python process: runs the program in its interpreter, and ends the process. */
export function runPython(program: PythonProgram): void {
  hasProgram = true;
  if (program.source.kind === 'notice') {
    writeOutput(program.source.fd, new native.TextEncoder().encode(program.source.text));
    callSync('process.exit', program.source.exitCode);
    return;
  }
  void startAndRun(program).then(endProcess, (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeOutput(2, new native.TextEncoder().encode(`python3: the interpreter broke down: ${message}\n`));
    callSync('process.kill', thread.pid, SIGNALS.SIGABRT);
  });
}

async function startAndRun(program: PythonProgram): Promise<number> {
  const interpreter = becomeProcess(await booted.promise);
  send('process.program-starts');
  return runMain(interpreter, program);
}

function becomeProcess(booted: BootedInterpreter): Interpreter {
  const { scheduler, system } = booted;
  scheduler.signals.share({
    words: thread.processMemory,
    pending: PROCESS_MEMORY.pendingSignals,
    blocked: PROCESS_MEMORY.blockedSignals,
  });
  connectInterpreter(booted, { connect: () => system.connect({ callSync, submit }, thread) });
  system.suspendWith(scheduler);
  scheduler.onSwitch = () => system.mappings.synchronizeIdly();
  scheduler.onEnd = () => system.mappings.synchronize();
  onKernelEvent('signal', () => {
    scheduler.signalled();
  });
  return booted;
}

/** @param status an exit code, or the negated number of a signal to die of */
function endProcess(status: number): void {
  if (status < 0) {
    callSync('process.signal-action', -status, 'default');
    callSync('process.kill', thread.pid, -status);
  }
  callSync('process.exit', status);
}

/** Runs the program in the main thread, where it may wait, and gives what `endProcess` takes. */
async function runMain(
  { pyodide, scheduler }: Interpreter,
  { source, options }: PythonProgram,
): Promise<number> {
  const functools = pyodide.pyimport('functools') as unknown as {
    partial(callable: unknown, program: object): object;
  };
  const run: unknown = pyodide.pyimport('_interleave.main')['run'];
  const program = {
    kind: source.kind,
    text: textOf(source),
    name: thread.argv0,
    argv: thread.argv,
    interpreter_args: thread.execArgv,
    options,
  };
  return (await scheduler.runMain(functools.partial(run, program))) as number;
}

function textOf(source: PythonProgram['source']): string {
  switch (source.kind) {
    case 'file':
      return source.path;
    case 'command':
      return source.code;
    case 'module':
      return source.name;
    case 'stdin':
    case 'notice':
      return '';
  }
}
