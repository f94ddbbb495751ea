import type { PortPayload } from '../../protocol/port-messages.ts';
import type { ThreadMessageResult } from '../../protocol/thread-calls.ts';
import { onKernelEvent, send, sendTransferring } from '../../thread/system-calls.ts';
import { thread } from '../../thread/thread-state.ts';
import type { EventEmitter } from '../events.ts';
import { nodeError } from './errors.ts';
import { unpackMessage } from './port-transfer.ts';
import { readMessageTransfer, sendPacked } from './post-message.ts';
import { clearTimeout, setTimeout } from './timeouts.ts';
import { refuseUncloneable } from './transfer-marks.ts';
import { validateNumber } from './validators.ts';

const waiting = new Map<number, (result: ThreadMessageResult | 'timeout') => void>();
let lastId = 0;

/**
 * Sends a message to any thread of the process, whose `process` emits `workerMessage`. As in Node, waiting for the
 * result does not keep this thread alive.
 *
 * @see https://nodejs.org/api/worker_threads.html#workerpostmessagetothreadthreadid-value-transferlist-timeout
 */
export async function postMessageToThread(
  threadId: number,
  value?: unknown,
  transferList?: unknown,
  timeout?: unknown,
): Promise<void> {
  const hasList = typeof transferList !== 'number' || timeout !== undefined;
  const [list, timeoutMs] = hasList ? [transferList, timeout] : [undefined, transferList];
  if (timeoutMs !== undefined) validateNumber(timeoutMs, 'timeout', 0);
  if (threadId === thread.tid)
    throw nodeError('ERR_WORKER_MESSAGING_SAME_THREAD', 'Cannot sent a message to the same thread');
  const transfer = readMessageTransfer(list);
  refuseUncloneable(value, transfer);
  const id = ++lastId;
  sendPacked(value, transfer, (payload) => {
    sendTransferring(payload.transfer, 'thread.message', threadId, id, payload);
  });
  const result = await resultOf(id, timeoutMs);
  if (result !== 'delivered') throw failures[result]();
}

const failures = {
  timeout: () => nodeError('ERR_WORKER_MESSAGING_TIMEOUT', 'Sending a message to another thread timed out'),
  'no-listener': () =>
    nodeError('ERR_WORKER_MESSAGING_FAILED', 'Cannot find the destination thread or listener'),
  'listener-error': () =>
    nodeError(
      'ERR_WORKER_MESSAGING_ERRORED',
      'The destination thread threw an error while processing the message',
    ),
};

function resultOf(id: number, timeoutMs: number | undefined): Promise<ThreadMessageResult | 'timeout'> {
  return new Promise((resolve) => {
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => settle('timeout'), timeoutMs).unref();
    const settle = (result: ThreadMessageResult | 'timeout'): void => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(result);
    };
    waiting.set(id, settle);
  });
}

/** Lets `process` emit what other threads send. */
export function listenForThreadMessages(process: EventEmitter): void {
  const emit = (source: number, payload: PortPayload): ThreadMessageResult => {
    const { value } = unpackMessage(payload);
    try {
      return process.emit('workerMessage', value, source) ? 'delivered' : 'no-listener';
    } catch {
      return 'listener-error';
    }
  };
  onKernelEvent('thread-message', ({ source, id, payload }) => {
    send('thread.message-result', source, id, emit(source, payload));
  });
  onKernelEvent('thread-message-result', ({ id, result }) => waiting.get(id)?.(result));
}
