import { builtInModule } from '../node/built-in-modules.ts';
import { connectToParent } from '../node/internal/ipc-channel.ts';
import { listenForThreadMessages } from '../node/internal/thread-messages.ts';
import { programHasSettled } from '../node/internal/process/exit.ts';
import { mainModuleWasRejected } from '../node/internal/process/fatal-error-text.ts';
import { packWorkerErrorsWith } from '../node/internal/process/uncaught.ts';
import { packError } from '../node/internal/thread-error.ts';
import { createProcess } from '../node/process.ts';
import type { KernelToThread } from '../protocol/thread-messages.ts';
import type { ThreadStart } from '../protocol/thread-start.ts';
import { enter, macrotask, ref, unref } from './event-loop.ts';
import { installGlobals } from './globals.ts';
import { receiveFromKernel } from './inbox.ts';
import { runProgram } from './run-program.ts';
import { installStackTraces } from './stack-traces.ts';
import { connectToKernel, postToKernel, send } from './system-calls.ts';
import { installEndLook } from './thread-end.ts';
import { becomeThread, native, thread } from './thread-state.ts';

/** A Worker's life: warm up, wait to be started, then be that thread until it ends. */
native.addEventListener('message', ({ data }: MessageEvent<KernelToThread>) => {
  switch (data.type) {
    case 'warm-up':
      connectToKernel(data);
      installStackTraces();
      postToKernel({ type: 'warm' });
      return;
    case 'prepare-python':
      require('../python/run-python.ts').prepareInterpreter(data.python, data.isSpare);
      return;
    case 'python-machine':
      require('../python/run-python.ts').provideMachine(data.machine);
      return;
    case 'start':
      startThread(data);
      return;
    default:
      receiveFromKernel(data);
  }
});

/** Resolved by the bundler, which evaluates a file at the first call: most threads run Node, and in no cluster. */
declare const require: {
  (file: '../python/run-python.ts'): typeof import('../python/run-python.ts');
  (file: '../node/cluster.ts'): unknown;
};

function startThread(start: ThreadStart): void {
  becomeThread(start);
  if (start.program.interpreter === 'python') {
    // Nothing of Node's is there: Python has the Worker as the browser made it.
    require('../python/run-python.ts').runPython(start.program);
    return;
  }
  const process = createProcess(builtInModule);
  installGlobals(process);
  installEndLook();
  if (thread.ipc) connectToParent(process, thread.ipc);
  if (thread.ipc && process.env['NODE_UNIQUE_ID'] !== undefined) require('../node/cluster.ts');
  listenForThreadMessages(process);
  if (!thread.isMainThread) {
    packWorkerErrorsWith(packError);
    send('thread.online');
  }
  // Until the main module has been evaluated or waits for something, nothing but this keeps the thread alive.
  ref();
  macrotask(unref);
  enter(runMainProgram);
}

function runMainProgram(): void {
  let evaluated: Promise<void> | void;
  try {
    evaluated = runProgram(thread.program);
  } catch (error) {
    programHasSettled();
    throw error;
  }
  if (!evaluated) {
    programHasSettled();
    return;
  }
  evaluated.then(programHasSettled, (error: unknown) => {
    programHasSettled();
    mainModuleWasRejected(error);
    enter(() => {
      throw error;
    });
  });
}
