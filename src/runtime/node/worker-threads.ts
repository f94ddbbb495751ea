/**
 * `node:worker_threads`. The default export is `module.exports`.
 *
 * @see https://nodejs.org/api/worker_threads.html
 */
import { thread } from '../thread/thread-state.ts';
import { BroadcastChannel } from './internal/broadcast-channel.ts';
import { getEnvironmentData, setEnvironmentData } from './internal/environment-data.ts';
import {
  MessageChannel,
  MessagePort,
  moveMessagePortToContext,
  receiveMessageOnPort,
} from './internal/message-port.ts';
import { openKernelPort, unpackMessage } from './internal/port-transfer.ts';
import { postMessageToThread } from './internal/thread-messages.ts';
import {
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
} from './internal/transfer-marks.ts';
import { SHARE_ENV, Worker } from './internal/worker.ts';

/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: './internal/locks.ts') => typeof import('./internal/locks.ts');

const { worker } = thread;
const workerData = worker ? unpackMessage(worker.data).value : null;

export default {
  isInternalThread: false,
  isMainThread: thread.isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  moveMessagePortToContext,
  receiveMessageOnPort,
  resourceLimits: worker ? { ...worker.resourceLimits } : {},
  postMessageToThread,
  threadId: thread.tid,
  threadName: worker ? worker.name : '',
  get locks() {
    return require('./internal/locks.ts').locks;
  },
  SHARE_ENV,
  Worker,
  // Its peer is known to the kernel alone.
  parentPort: worker ? openKernelPort(worker.port, 0).port : null,
  workerData,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
};
