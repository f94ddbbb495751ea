import type { EventEmitter } from '../events.ts';
import type { EventName, Listener } from './registered-listeners.ts';
import { nextTick } from './next-tick.ts';

/** Whether an emitter captures rejections. It shows when one is inspected, so its name is Node's. */
export const captureRejections = Symbol('kCapture');
/** The method that gets what was captured. */
export const rejectionHandler = Symbol.for('nodejs.rejection');

/** @see https://nodejs.org/api/events.html#capture-rejections-of-promises */
export type CapturingEmitter = EventEmitter & {
  [captureRejections]: boolean;
  [rejectionHandler]?: (error: unknown, event: EventName, ...args: unknown[]) => void;
};

/** Calls a listener, and hears of the promise it returns if the emitter captures rejections. */
export function notifyListener(
  emitter: CapturingEmitter,
  listener: Listener,
  event: EventName,
  args: unknown[],
): void {
  const result: unknown = Reflect.apply(listener, emitter, args);
  if (result !== undefined && result !== null && emitter[captureRejections]) {
    captureRejection(emitter, result, event, args);
  }
}

function captureRejection(
  emitter: CapturingEmitter,
  result: object,
  event: EventName,
  args: unknown[],
): void {
  try {
    const then: unknown = (result as { then?: unknown }).then;
    if (typeof then !== 'function') return;
    Reflect.apply(then, result, [
      undefined,
      (error: unknown) => {
        nextTick(emitRejection, emitter, error, event, args);
      },
    ]);
  } catch (error) {
    emitter.emit('error', error);
  }
}

function emitRejection(emitter: CapturingEmitter, error: unknown, event: EventName, args: unknown[]): void {
  const handler = emitter[rejectionHandler];
  if (typeof handler === 'function') {
    Reflect.apply(handler, emitter, [error, event, ...args]);
    return;
  }
  // Without capture while 'error' is emitted: an async 'error' listener that rejects would loop for ever.
  const before = emitter[captureRejections];
  try {
    emitter[captureRejections] = false;
    emitter.emit('error', error);
  } finally {
    emitter[captureRejections] = before;
  }
}
