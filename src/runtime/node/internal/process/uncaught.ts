import { enter, onUncaughtError } from '../../../thread/event-loop.ts';
import { native, thread } from '../../../thread/thread-state.ts';
import { serializeError } from '../../../protocol/serialized-error.ts';
import { invalidArgType, nodeError } from '../errors.ts';
import { EXIT, type ExitingProcess, halt } from './exit.ts';
import { describeReason, fatalErrorText, unhandledRejectionError } from './fatal-error-text.ts';
import { nodeOption } from './node-options.ts';
import { writeStandard } from './stdio.ts';

type Origin = 'uncaughtException' | 'unhandledRejection';
type CaptureCallback = (error: unknown) => void;

let packWorkerError = (error: unknown): unknown => serializeError(error, { stack: true });

/** Sets how a worker's uncaught error is packed for its owner. */
export function packWorkerErrorsWith(pack: (error: unknown) => unknown): void {
  packWorkerError = pack;
}

/**
 * Gives `process` its say in errors that nothing caught, and ends it when it has none.
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/process/execution.js
 */
export function handleUncaughtErrors(process: ExitingProcess): {
  raise(error: unknown, origin?: Origin): void;
  setCapture(callback: unknown): void;
  hasCapture(): boolean;
} {
  let capture: CaptureCallback | null = null;

  /** What `process._fatalException` is at first: says whether the program took the error. */
  function fatalException(error: unknown, fromPromise: unknown): boolean {
    const origin: Origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
    process.emit('uncaughtExceptionMonitor', error, origin);
    if (capture) {
      capture(error);
      return true;
    }
    if (process.emit('uncaughtException', error, origin)) return true;
    if (process._exiting) return false;
    process._exiting = true;
    process.exitCode = EXIT.uncaught;
    try {
      process.emit('exit', EXIT.uncaught);
    } catch {
      // The first error is the one that matters.
    }
    return false;
  }

  function raise(error: unknown, origin: Origin = 'uncaughtException'): void {
    if (thread.halting) return;
    // Programs may replace it, and some of Node's own tests do.
    const handle: unknown = process._fatalException;
    if (typeof handle !== 'function') {
      writeStandard(2, fatalErrorText(error));
      halt(EXIT.handlerReplaced);
    }
    try {
      if (Reflect.apply(handle, process, [error, origin === 'unhandledRejection'])) return;
    } catch (another) {
      die(another, thread.isMainThread ? EXIT.handlerFailed : EXIT.uncaught);
    }
    die(error, Number(process.exitCode ?? EXIT.uncaught), origin);
  }

  function die(error: unknown, exitCode: number, origin: Origin = 'uncaughtException'): never {
    if (!thread.isMainThread) halt(exitCode, packWorkerError(error));
    writeStandard(2, fatalErrorText(error, origin === 'uncaughtException'));
    halt(exitCode);
  }

  process._fatalException = fatalException;

  onUncaughtError((error) => raise(error));
  handleRejections(process, raise);
  native.addEventListener('error', (event) => {
    event.preventDefault();
    enter(() => raise(event.error));
  });

  return {
    raise,
    setCapture(callback) {
      if (callback !== null && typeof callback !== 'function') {
        throw invalidArgType('fn', ['Function', 'null'], callback);
      }
      if (callback !== null && capture !== null) {
        throw nodeError(
          'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET',
          '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
        );
      }
      capture = callback as CaptureCallback | null;
    },
    hasCapture: () => capture !== null,
  };
}

/**
 * Rejections that nothing handles. By default they are uncaught exceptions, unless the program listens for them.
 * @see https://nodejs.org/api/cli.html#--unhandled-rejectionsmode
 */
function handleRejections(process: ExitingProcess, raise: (error: unknown, origin: Origin) => void): void {
  const mode = nodeOption('--unhandled-rejections') ?? 'throw';
  const reported = new WeakSet<Promise<unknown>>();
  const raiseReason = (reason: unknown): void =>
    raise(reason instanceof Error ? reason : unhandledRejectionError(reason), 'unhandledRejection');
  native.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    const { promise } = event;
    const reason: unknown = event.reason;
    reported.add(promise);
    enter(() => {
      if (mode === 'strict') raiseReason(reason);
      const isHandled = process.emit('unhandledRejection', reason, promise);
      if (mode === 'none' || (isHandled && mode !== 'warn' && mode !== 'strict')) return;
      if (mode === 'throw') raiseReason(reason);
      else if (mode !== 'strict' || !isHandled) warnOfRejection(process, reason);
    });
  });
  native.addEventListener('rejectionhandled', (event) => {
    const { promise } = event;
    if (reported.has(promise)) enter(() => process.emit('rejectionHandled', promise));
  });
}

let rejections = 0;

function warnOfRejection(process: ExitingProcess, reason: unknown): void {
  const { emitWarning } = process as unknown as { emitWarning(warning: string, type: string): void };
  const type = 'UnhandledPromiseRejectionWarning';
  emitWarning(reason instanceof Error ? String(reason.stack) : describeReason(reason), type);
  rejections += 1;
  emitWarning(
    'Unhandled promise rejection. This error originated either by throwing inside of an async function without a ' +
      'catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node process on ' +
      'unhandled promise rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
      `https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${rejections})`,
    type,
  );
}
