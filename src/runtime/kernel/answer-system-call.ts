import { systemError } from '../protocol/errno.ts';
import { serializeError } from '../protocol/serialized-error.ts';
import type { SystemCallName } from '../protocol/system-calls.ts';
import type { SystemCallMessage } from '../protocol/thread-messages.ts';
import type { Caller } from './system-call-handlers.ts';
import type { Thread } from './thread.ts';

/** Answers any system call: what its area's `SystemCallHandlers` say of it, without their types. */
export type Handler = (caller: Caller, ...args: readonly unknown[]) => unknown;

/** Has a system call of a thread handled, and answers it, now or later, in the way that the thread has chosen. */
export function answerSystemCall(
  handlers: Readonly<Record<string, Handler>>,
  thread: Thread,
  message: SystemCallMessage,
): void {
  const settle = (error: unknown, value: unknown): void => {
    if (thread.ended) return;
    if (message.answer === 'sync') {
      if (error === undefined) thread.reply.return(value);
      else thread.reply.throw(error);
    } else if (message.answer === 'async') {
      if (error === undefined) thread.post({ type: 'reply', id: message.id, value });
      else thread.post({ type: 'reply', id: message.id, error: serializeError(error) });
    }
  };
  try {
    const handle = handlerOf(handlers, message.name);
    const result = handle({ thread, process: thread.process }, ...message.args);
    if (result instanceof Promise) {
      result.then(
        (value: unknown) => settle(undefined, value),
        (error: unknown) => settle(error, undefined),
      );
    } else {
      settle(undefined, result);
    }
  } catch (error) {
    settle(error, undefined);
  }
}

function handlerOf(handlers: Readonly<Record<string, Handler>>, name: SystemCallName): Handler {
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw systemError('ENOSYS', name);
  return handler;
}
