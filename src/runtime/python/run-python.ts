import type { PythonRuntime } from '../protocol/python-runtime.ts';
import type { Program } from '../protocol/thread-start.ts';
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { writeOutput } from '../thread/output-ring.ts';
import { callSync, onKernelEvent, send, submit } from '../thread/system-calls.ts';
import { native, thread } from '../thread/thread-state.ts';
import type { CreateModule } from './kernel-imports.ts';
import { mountLibrary } from './library-file.ts';
import { OperatingSystem } from './operating-system.ts';
import type { LoadPyodide } from './pyodide.ts';
import type { Interpreter } from './start-interpreter.ts';
import { startInterpreter } from './start-interpreter.ts';
import { PendingSignals } from './threads/pending-signals.ts';

type PythonProgram = Extract<Program, { interpreter: 'python' }>;

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
  const interpreter = await startFrom(runtime);
  send('process.program-starts');
  return runMain(interpreter, program);
}

async function startFrom({
  loaderUrl,
  glueUrl,
  machine,
  snapshot,
  library,
}: PythonRuntime): Promise<Interpreter> {
  // Pyodide takes a Worker that has it for one that cannot import modules.
  Reflect.deleteProperty(globalThis, 'importScripts');
  const [{ loadPyodide }, { default: createPyodideModule }] = (await Promise.all([
    import(loaderUrl),
    import(glueUrl),
  ])) as [{ readonly loadPyodide: LoadPyodide }, { readonly default: CreateModule }];
  const system = new OperatingSystem(createPyodideModule);
  const restore = answerFetches(machine);
  try {
    const signals = new PendingSignals(thread.processMemory, PROCESS_MEMORY.pendingSignals);
    const interpreter = await startInterpreter({
      loadPyodide,
      source: {
        indexURL: INDEX_URL,
        createPyodideModule: system.createModule,
        _loadSnapshot: readableByDecoders(snapshot),
      },
      mountFiles: (files) => mountLibrary(files, library, () => send('python.library')),
      connect: () => system.connect({ callSync, submit }, thread),
      signals,
    });
    const { scheduler } = interpreter;
    system.suspendWith(scheduler);
    scheduler.onSwitch = () => system.synchronizeMemory();
    onKernelEvent('signal', () => {
      scheduler.signalled();
    });
    return interpreter;
  } finally {
    restore();
  }
}

/** Where Pyodide believes its files to be. */
const INDEX_URL = 'https://pyodide.invalid/';

/** While Pyodide starts, what it fetches and compiles is what we have. The sandbox reaches no network anyway. */
function answerFetches(machine: WebAssembly.Module): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = (input) => {
    const url = input instanceof Request ? input.url : String(input);
    if (/\.(wasm|zip)$/.test(url)) return Promise.resolve(new Response());
    return Promise.reject(
      new Error(`Nothing but the host's own files can be fetched here, and not "${url}".`),
    );
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: machine,
    instance: await WebAssembly.instantiate(machine, imports),
  });
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

/** Pyodide decodes the text at the snapshot's beginning, which decoders refuse to do in shared memory: copy pieces. */
function readableByDecoders(snapshot: Uint8Array<SharedArrayBuffer>): Uint8Array {
  const view = snapshot.subarray();
  view.subarray = (begin, end) =>
    end === undefined ? snapshot.subarray(begin) : (snapshot.slice(begin, end) as never);
  return view;
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
