interface Emission {
  readonly emitter: object;
  /** Its `stack` tells where the event was emitted; it is formatted only if the error ends the program. */
  readonly place: { readonly stack?: string };
}

type CaptureStackTrace = (target: object, above: unknown) => void;

const emissions = new WeakMap<Error, Emission>();

/**
 * Remembers what emitted an 'error' event that nobody listened to, and where.
 *
 * @param emit the function above which the stack begins
 * @returns the error, to be thrown
 */
export function noteUnhandledErrorEvent(
  error: Error,
  emitter: object,
  emit: (...args: never[]) => unknown,
): Error {
  const place: { stack?: string } = {};
  (Error as { captureStackTrace?: CaptureStackTrace }).captureStackTrace?.(place, emit);
  emissions.set(error, { emitter, place });
  return error;
}

/** Whether the error was thrown because nobody listened to an 'error' event. */
export function isOfUnhandledEvent(error: Error): boolean {
  return emissions.has(error);
}

/**
 * The stack of such an error, with the place of the event below it, as an error that ends the program shows it.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/events.js (enhanceStackTrace)
 */
export function stackWithEvent(error: Error): string | undefined {
  const emission = emissions.get(error);
  if (emission === undefined || typeof error.stack !== 'string') return error.stack;
  const frames = framesOf(emission.place.stack);
  // A stack without a frame of the program: the host emitted the event, which Node does from a tick.
  if (frames.length === 0) frames.push(TICK_FRAME);
  return `${error.stack}\nEmitted 'error' event${onInstance(emission.emitter)} at:\n${frames.join('\n')}`;
}

const TICK_FRAME = '    at process.processTicksAndRejections (node:internal/process/task_queues:90:21)';

function onInstance(emitter: object): string {
  try {
    const { name } = emitter.constructor;
    return name === 'EventEmitter' ? '' : ` on ${name} instance`;
  } catch {
    return '';
  }
}

function framesOf(stack: string | undefined): string[] {
  return stack?.split('\n').slice(1) ?? [];
}
