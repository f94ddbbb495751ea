import { enter, onIdle, turnCount } from '../../../thread/event-loop.ts';
import { callSync } from '../../../thread/system-calls.ts';
import { thread } from '../../../thread/thread-state.ts';
import type { EventEmitter } from '../../events.ts';
import { invalidArgType, outOfRange } from '../errors.ts';
import { writeStandard } from './stdio.ts';

/** Node's own exit codes. @see https://nodejs.org/api/process.html#exit-codes */
export const EXIT = {
  success: 0,
  uncaught: 1,
  handlerReplaced: 6,
  handlerFailed: 7,
  unsettledAwait: 13,
} as const;

/** The parts of `process` that end it. */
export interface ExitingProcess extends EventEmitter {
  _exiting: boolean;
  exitCode: number | string | null | undefined;
  _fatalException?: unknown;
}

let programSettled = false;
let describeUnsettledAwait = (): string => '';

/** The main module has been evaluated: from now on the thread ends when nothing keeps it alive. */
export function programHasSettled(): void {
  programSettled = true;
}

/** Sets the text that is printed when nothing is left to settle the main module's top-level await. */
export function describeUnsettledAwaitWith(describe: () => string): void {
  describeUnsettledAwait = describe;
}

/**
 * Gives `process` its `exitCode`, and lets it end when nothing keeps the thread alive: `beforeExit`, which may begin
 * something new, then `exit`.
 */
export function endWhenIdle(process: ExitingProcess): void {
  Object.defineProperty(process, 'exitCode', exitCodeProperty());
  let turnsAtBeforeExit = -1;
  onIdle(() => {
    if (!programSettled) {
      writeStandard(2, describeUnsettledAwait());
      return exitWith(process, EXIT.unsettledAwait);
    }
    if (turnCount() === turnsAtBeforeExit) {
      enter(() => exitWith(process));
      return;
    }
    enter(() => process.emit('beforeExit', currentCode(process)));
    turnsAtBeforeExit = turnCount();
  });
}

/** `process.exit()`: emits `exit` once and ends the thread; on a main thread the process. */
export function exitWith(process: ExitingProcess, code?: number | string | null): never {
  if (code !== undefined) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', currentCode(process));
  }
  return halt(currentCode(process));
}

/** The exit code that the thread would have now. */
export function currentCode(process: ExitingProcess): number {
  return Number(process.exitCode ?? 0);
}

/** Ends the thread at once. `error` is what a worker's owner gets. */
export function halt(exitCode: number, error?: unknown): never {
  thread.halting = true;
  if (thread.isMainThread) callSync('process.exit', exitCode);
  else callSync('thread.exit', exitCode, error);
  throw new Error('The kernel let a thread go on that had ended.');
}

function exitCodeProperty(): PropertyDescriptor {
  let exitCode: number | string | null | undefined;
  return {
    enumerable: true,
    configurable: false,
    get: () => exitCode,
    set(value: unknown) {
      if (value !== undefined && value !== null) validateExitCode(value);
      exitCode = value as typeof exitCode;
    },
  };
}

function validateExitCode(value: unknown): void {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || (typeof value === 'string' && Number.isNaN(number))) {
    throw invalidArgType('code', 'number', value);
  }
  if (!Number.isInteger(number)) throw outOfRange('code', 'an integer', number);
}
