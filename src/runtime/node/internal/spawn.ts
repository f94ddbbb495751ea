import { nextTick } from '../../thread/event-loop.ts';
import { ChildProcess } from './child-process-class.ts';
import { readKillSignal } from './child-signals.ts';
import { expandStdio } from './child-stdio.ts';
import { AbortError, nodeError, validateAbortSignal, validateArray, validateObject } from './errors.ts';
import { processObject } from './process-object.ts';
import {
  readPath,
  readSpawnArguments,
  readTimeout,
  refuseNullBytes,
  type SpawnOptions,
} from './spawn-options.ts';
import { clearTimeout, setTimeout } from './timeouts.ts';

/** @see https://nodejs.org/api/child_process.html#child_processspawncommand-args-options */
export function spawn(file: unknown, args?: unknown, options?: unknown): ChildProcess {
  const command = readSpawnArguments(file, args, options);
  const timeoutMs = readTimeout(command.options.timeout);
  const { signal } = command.options;
  validateAbortSignal(signal, 'options.signal');
  const killSignal = readKillSignal(command.options.killSignal);
  const child = new ChildProcess();
  child.start(command);
  if (timeoutMs > 0) killAfter(child, timeoutMs, killSignal);
  if (signal) killOnAbort(child, signal, killSignal);
  return child;
}

/** @see https://nodejs.org/api/child_process.html#child_processforkmodulepath-args-options */
export function fork(modulePath: unknown, args?: unknown, options?: unknown): ChildProcess {
  const path = readPath(modulePath, 'modulePath');
  const [list, given] = splitForkArguments(args, options);
  if (given !== undefined && given !== null) validateObject(given, 'options');
  const execPath = given?.execPath ? (given.execPath as string) : processObject().execPath;
  refuseNullBytes(execPath, 'options.execPath');
  const execArgv = given?.execArgv ? (given.execArgv as unknown[]) : forkedExecArgv();
  if (typeof execArgv[Symbol.iterator] !== 'function') throw new TypeError('execArgv is not iterable');
  const stdio = forkStdio(given?.stdio, Boolean(given?.silent));
  return spawn(execPath, [...execArgv, path, ...list], { ...given, execPath, stdio, shell: false });
}

function killAfter(child: ChildProcess, timeoutMs: number, killSignal: number): void {
  const timer = setTimeout(() => {
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeoutMs);
  child.once('close', () => clearTimeout(timer));
}

function killOnAbort(child: ChildProcess, signal: AbortSignal, killSignal: number): void {
  const abort = (): void => {
    try {
      if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    } catch (error) {
      child.emit('error', error);
    }
  };
  if (signal.aborted) {
    nextTick(abort);
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  child.once('exit', () => signal.removeEventListener('abort', abort));
}

function splitForkArguments(args: unknown, options: unknown): [unknown[], SpawnOptions | undefined] {
  if (args === undefined || args === null) return [[], options as SpawnOptions | undefined];
  if (typeof args === 'object' && !Array.isArray(args)) return [[], args];
  validateArray(args, 'args');
  return [args, options as SpawnOptions | undefined];
}

/** The program of `-e` is not what the child shall run: it would fork itself for ever. */
function forkedExecArgv(): string[] {
  const { execArgv } = processObject();
  return execArgv.filter((argument, index) => !isEval(argument) && !isEval(execArgv[index - 1]));
}

function isEval(argument: string | undefined): boolean {
  return argument !== undefined && /^(?:-e|--eval|-p|--print|-pe)$/.test(argument);
}

function forkStdio(option: unknown, silent: boolean): unknown[] {
  if (typeof option === 'string') return expandStdio(option, 'ipc');
  if (!Array.isArray(option)) return expandStdio(silent ? 'pipe' : 'inherit', 'ipc');
  if (option.includes('ipc')) return [...(option as unknown[])];
  throw nodeError(
    'ERR_CHILD_PROCESS_IPC_REQUIRED',
    "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio",
  );
}
