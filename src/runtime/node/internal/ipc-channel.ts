import type { IpcChannel } from '../../protocol/thread-start.ts';
import { callSync } from '../../thread/system-calls.ts';
import type { EventEmitter } from '../events.ts';
import { noteBuffers, restoreBuffers, type MessageWithBuffers } from './buffers-in-messages.ts';
import { invalidArgType, missingArgs, nodeError } from './errors.ts';
import { nextTick } from './next-tick.ts';
import type { MessagePortState } from './message-port-state.ts';
import { openKernelPort } from './port-transfer.ts';
import { postMessage } from './post-message.ts';
import type { MessageWithHandle } from './sent-handles.ts';
import { validateObject } from './validators.ts';

/** Resolved by the bundler, which evaluates a file at the first call: few programs send sockets. */
declare const require: (file: './sent-handles.ts') => typeof import('./sent-handles.ts');

/** What a process's end of the channel adds to it: to `process` in a child, to the ChildProcess in its parent. */
export interface IpcTarget extends EventEmitter {
  connected: boolean;
  channel?: IpcControl | null;
  send?(message: unknown, ...rest: unknown[]): boolean;
  disconnect?(): void;
}

/** `child.channel`: whether the channel keeps its thread alive. */
export class IpcControl {
  readonly #port: MessagePortState;
  #listeners = 0;
  #setByProgram = false;

  constructor(port: MessagePortState) {
    this.#port = port;
  }

  ref(): void {
    this.#setByProgram = true;
    this.#port.setRef(true);
  }

  unref(): void {
    this.#setByProgram = true;
    this.#port.setRef(false);
  }

  /** One more listener wants messages; what the program has set with `ref` or `unref` stays. */
  refCounted(): void {
    this.#listeners += 1;
    if (this.#listeners === 1 && !this.#setByProgram) this.#port.setRef(true);
  }

  unrefCounted(): void {
    this.#listeners -= 1;
    if (this.#listeners === 0 && !this.#setByProgram) this.#port.setRef(false);
  }
}

/** The child's end: gives `process` its `send`, `disconnect`, `connected` and `channel`. */
export function connectToParent(process: EventEmitter, channel: IpcChannel): void {
  const control = openIpcChannel(process as IpcTarget, channel, () => callSync('process.parent'));
  const counts = (name: unknown): boolean => name === 'message' || name === 'disconnect';
  process.on('newListener', (name: unknown) => {
    if (counts(name)) control.refCounted();
  });
  process.on('removeListener', (name: unknown) => {
    if (counts(name)) control.unrefCounted();
  });
}

/** The parent's end, which keeps it alive as long as the child is connected. */
export function connectToChild(
  child: IpcTarget & { readonly pid: number | undefined },
  channel: IpcChannel,
  onClosed: () => void,
): void {
  openIpcChannel(child, channel, () => child.pid!, onClosed).refCounted();
}

function openIpcChannel(
  target: IpcTarget,
  { port: id, serialization }: IpcChannel,
  peerPid: () => number,
  onClosed?: () => void,
): IpcControl {
  const port = openKernelPort(id, 0);
  const control = new IpcControl(port);
  const waiting: [message: unknown, handle: unknown][] = [];

  const deliver = (message: unknown, handle?: unknown): void => {
    if (target.listenerCount('message') > 0) target.emit('message', message, handle);
    else waiting.push([message, handle]);
  };
  const emit = (message: unknown): void => {
    if (hasHandle(message)) require('./sent-handles.ts').receiveHandle(message, deliver);
    else if (isInternal(message)) target.emit('internalMessage', message, undefined);
    else deliver(message);
  };
  port.onMessage = ({ value }) => {
    const message: unknown =
      serialization === 'json' ? JSON.parse(value as string) : restoreBuffers(value as MessageWithBuffers);
    nextTick(() => emit(message));
  };
  const post = (message: unknown): void => {
    postMessage(port, serialization === 'json' ? JSON.stringify(message) : noteBuffers(message), undefined);
  };
  target.on('newListener', () => {
    nextTick(() => {
      if (target.channel && target.listenerCount('message') > 0) {
        for (const [message, handle] of waiting.splice(0)) deliver(message, handle);
      }
    });
  });

  const end = (): void => {
    target.connected = false;
    target.channel = null;
    nextTick(() => {
      port.close();
      target.emit('disconnect');
    });
  };
  port.listeners.add(
    'close',
    () => {
      // As in Node, a channel that was closed from here is not counted: no 'close' of the child follows.
      if (!target.connected) return;
      end();
      onClosed?.();
    },
    'value',
  );

  Object.assign(target, {
    connected: true,
    channel: control,
    send(message: unknown, handle: unknown, options: unknown, callback: unknown): boolean {
      return sendMessage(target, post, peerPid, message, [handle, options, callback]);
    },
    disconnect(): void {
      if (target.connected) end();
      else target.emit('error', nodeError('ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'));
    },
  });
  port.start();
  return control;
}

function sendMessage(
  target: IpcTarget,
  post: (message: unknown) => void,
  peerPid: () => number,
  message: unknown,
  rest: unknown[],
): boolean {
  const { handle, keepOpen, callback } = readSendArguments(rest);
  if (!target.connected) {
    const error = nodeError('ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
    nextTick(() => {
      if (callback) callback(error);
      else target.emit('error', error);
    });
    return false;
  }
  if (message === undefined) throw missingArgs('message');
  if (!['string', 'object', 'number', 'boolean'].includes(typeof message))
    throw invalidArgType('message', ['string', 'object', 'number', 'boolean'], message);
  if (handle) post(require('./sent-handles.ts').withHandle(message, handle, peerPid(), keepOpen));
  else post(message);
  if (callback) nextTick(() => callback(null));
  return true;
}

type SendCallback = (error: Error | null) => void;

/** `send(message, handle?, options?, callback?)`, where each may be left out. */
function readSendArguments([handle, options, callback]: unknown[]): {
  handle: unknown;
  keepOpen: boolean;
  callback: SendCallback | undefined;
} {
  if (typeof handle === 'function')
    return { handle: undefined, keepOpen: false, callback: handle as SendCallback };
  if (typeof options === 'function') return { handle, keepOpen: false, callback: options as SendCallback };
  if (options !== undefined) validateObject(options, 'options');
  return {
    handle,
    keepOpen: Boolean((options as { keepOpen?: unknown } | undefined)?.keepOpen),
    callback: typeof callback === 'function' ? (callback as SendCallback) : undefined,
  };
}

function hasHandle(message: unknown): message is MessageWithHandle {
  return (message as { cmd?: unknown } | null)?.cmd === 'NODE_HANDLE';
}

/** Messages of Node's own, such as those of `cluster`. */
function isInternal(message: unknown): boolean {
  const command = (message as { cmd?: unknown } | null)?.cmd;
  return typeof command === 'string' && command.length > 5 && command.startsWith('NODE_');
}
