import { enter, onUncaughtError } from '../../../thread/event-loop.ts';
import { native, thread } from '../../../thread/thread-state.ts';
import { serializeError } from '../../../protocol/serialized-error.ts';
import { invalidArgType, nodeError } from '../errors.ts';
import { currentCode, EXIT, type ExitingProcess, halt } from './exit.ts';
import { fatalErrorText, unhandledRejectionError } from './fatal-error-text.ts';
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

  function raise(error: unknown, origin: Origin = 'uncaughtException'): void {
    if (thread.halting) return;
    try {
      process.emit('uncaughtExceptionMonitor', error, origin);
      if (capture) {
        capture(error);
        return;
      }
      if (process.emit('uncaughtException', error, origin)) return;
    } catch (another) {
      die(another, EXIT.handlerFailed);
    }
    die(error, EXIT.uncaught, origin);
  }

  function die(error: unknown, exitCode: number, origin: Origin = 'uncaughtException'): never {
    if (!process._exiting) {
      process._exiting = true;
      process.exitCode = exitCode;
      try {
        process.emit('exit', exitCode);
      } catch {
        // The first error is the one that matters.
      }
    }
    if (!thread.isMainThread) halt(currentCode(process) || exitCode, packWorkerError(error));
    writeStandard(2, fatalErrorText(error, origin === 'uncaughtException'));
    halt(currentCode(process) || exitCode);
  }

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

/** Node's mode `throw`: a rejection that nothing handles is an uncaught exception, unless the program listens for it. */
function handleRejections(process: ExitingProcess, raise: (error: unknown, origin: Origin) => void): void {
  const reported = new WeakSet<Promise<unknown>>();
  native.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    const { promise } = event;
    const reason: unknown = event.reason;
    reported.add(promise);
    enter(() => {
      if (process.emit('unhandledRejection', reason, promise)) return;
      raise(reason instanceof Error ? reason : unhandledRejectionError(reason), 'unhandledRejection');
    });
  });
  native.addEventListener('rejectionhandled', (event) => {
    const { promise } = event;
    if (reported.has(promise)) enter(() => process.emit('rejectionHandled', promise));
  });
}
