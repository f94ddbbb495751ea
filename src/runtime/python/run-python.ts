import type { PythonRuntime } from '../protocol/python-runtime.ts';
import type { Program } from '../protocol/thread-start.ts';
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { writeOutput } from '../thread/output-ring.ts';
import { callSync, onKernelEvent, send, submit } from '../thread/system-calls.ts';
import { native, thread } from '../thread/thread-state.ts';
import { type BootedInterpreter, bootInWorker } from './boot-in-worker.ts';
import { connectInterpreter, type Interpreter } from './start-interpreter.ts';
import { PendingSignals } from './threads/pending-signals.ts';

type PythonProgram = Extract<Program, { interpreter: 'python' }>;

let prepared: Promise<BootedInterpreter> | undefined;

/** Boots an interpreter for a program that may come. */
export function prepareInterpreter(runtime: PythonRuntime): void {
  prepared = bootInWorker(runtime);
  // Whatever is wrong, the program that comes will say.
  prepared.catch(() => undefined);
}

/** Runs this thread as a Python process: starts an interpreter, runs the program in it, and ends the process. */
export function runPython(program: PythonProgram, runtime: PythonRuntime | null): void {
  if (program.source.kind === 'notice') {
    writeOutput(program.source.fd, new native.TextEncoder().encode(program.source.text));
    callSync('process.exit', program.source.exitCode);
    return;
  }
  if (!runtime) throw new Error('The kernel started an interpreter without what it starts from.');
  void startAndRun(program, runtime).then(endProcess, (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeOutput(2, new native.TextEncoder().encode(`python3: the interpreter broke down: ${message}\n`));
    callSync('process.kill', thread.pid, SIGNALS.SIGABRT);
  });
}

async function startAndRun(program: PythonProgram, runtime: PythonRuntime): Promise<number> {
  prepared ??= bootInWorker(runtime);
  const interpreter = becomeProcess(await prepared);
  send('process.program-starts');
  return runMain(interpreter, program);
}

function becomeProcess({ pyodide, system }: BootedInterpreter): Interpreter {
  const interpreter = connectInterpreter(pyodide, {
    signals: new PendingSignals({
      words: thread.processMemory,
      pending: PROCESS_MEMORY.pendingSignals,
      blocked: PROCESS_MEMORY.blockedSignals,
    }),
    connect: () => system.connect({ callSync, submit }, thread),
  });
  const { scheduler } = interpreter;
  system.suspendWith(scheduler);
  scheduler.onSwitch = () => system.mappings.synchronizeIdly();
  scheduler.onEnd = () => system.mappings.synchronize();
  onKernelEvent('signal', () => {
    scheduler.signalled();
  });
  return interpreter;
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
