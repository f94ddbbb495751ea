import { bindToContext } from '../node/internal/async-context.ts';
import { captureStack } from './capture-stack.ts';
import { endResource, runResource, startResource } from '../node/internal/async-resources.ts';
import { decodeValue } from '../protocol/encoded-value.ts';
import type { KernelEvents, KernelEventType } from '../protocol/kernel-events.ts';
import type { PortDelivery, PortId, PortRequest } from '../protocol/port-messages.ts';
import { portIdsPerThread } from '../protocol/port-messages.ts';
import { reviveError, type SerializedError } from '../protocol/serialized-error.ts';
import { REPLY, REPLY_CHUNK_BYTES, REPLY_HEADER_BYTES } from '../protocol/shared-memory.ts';
import type { SystemCallArguments, SystemCallName, SystemCallResult } from '../protocol/system-calls.ts';
import type {
  FromThread,
  KernelEventMessage,
  KernelToThread,
  Reply,
  ThreadToKernel,
  ThreadWarmUp,
} from '../protocol/thread-messages.ts';
import { enter, ref, unref } from './event-loop.ts';
import { connectInbox, onKernelMessage } from './inbox.ts';
import { connectOutput, countMessage, printedBytes } from './output-ring.ts';
import { connectEnd } from './thread-end.ts';
import { native, thread } from './thread-state.ts';

/** A system call whose answer has not arrived. It keeps the thread alive unless unrefed. */
export interface PendingCall {
  ref(): void;
  unref(): void;
}

type Callback<Name extends SystemCallName> = (
  error: Error | null,
  value: SystemCallResult<Name> | undefined,
) => void;

interface Waiting {
  readonly callback: (error: Error | null, value: unknown) => void;
  refed: boolean;
}

let replyWords = new Int32Array(new SharedArrayBuffer(REPLY_HEADER_BYTES));
let replyBytes: Uint8Array = new Uint8Array(0);
let nextCallId = 1;
let nextOwnPortId = 0;
const waiting = new Map<number, Waiting>();
const eventHandlers = new Map<KernelEventType, (detail: never) => void>();

/** Takes over the memory that the kernel answers in. Called once, when the Worker is new. */
export function connectToKernel({
  uid,
  replyMemory,
  outputMemory,
  inboxMemory,
  endMemory,
}: ThreadWarmUp): void {
  connectOutput(outputMemory, () => postToKernel({ type: 'output' }));
  connectInbox(inboxMemory);
  connectEnd(endMemory);
  replyWords = new Int32Array(replyMemory, 0, REPLY_HEADER_BYTES / 4);
  replyBytes = new Uint8Array(replyMemory, REPLY_HEADER_BYTES, REPLY_CHUNK_BYTES);
  nextOwnPortId = uid * portIdsPerThread;
}

/** Sends a message to the kernel as it is; a thread that is far ahead of the kernel waits first. */
export function postToKernel(message: ThreadToKernel, transfer: readonly Transferable[] = []): void {
  countMessage();
  const sent: FromThread = { ...message, printed: printedBytes() };
  native.postMessage(sent, transfer);
}

/**
 * Makes a system call and blocks until the kernel has answered, like any system call of a native program.
 * @throws the error that the kernel reports, with its errno, code and syscall
 */
export function callSync<Name extends SystemCallName>(
  name: Name,
  ...args: SystemCallArguments<Name>
): SystemCallResult<Name> {
  native.atomics.store(replyWords, REPLY.ready, 0);
  postToKernel({ type: 'system-call', answer: 'sync', id: 0, name, args });
  const value = decodeValue(awaitReply());
  if (replyWords[REPLY.thrown] === 0) return value as SystemCallResult<Name>;
  const error = reviveError(value as SerializedError);
  captureStack(error, callSync);
  throw error;
}

/**
 * Makes a system call and promises its answer, keeping the thread alive until then. An error that the promise's
 * handlers throw is an unhandled rejection; what must be an uncaught exception uses `submit`.
 */
export function call<Name extends SystemCallName>(
  name: Name,
  ...args: SystemCallArguments<Name>
): Promise<SystemCallResult<Name>> {
  return new Promise((resolve, reject) => {
    submit(name, args, (error, value) => {
      if (error) reject(error);
      else resolve(value as SystemCallResult<Name>);
    });
  });
}

/** Makes a system call and calls back with its answer, in a turn of the loop of its own. */
export function submit<Name extends SystemCallName>(
  name: Name,
  args: SystemCallArguments<Name>,
  callback: Callback<Name>,
): PendingCall {
  const id = nextCallId++;
  const bound = bindToContext(callback as Waiting['callback']);
  const entry: Waiting = { callback: name.startsWith('fs.') ? asFileRequest(bound) : bound, refed: true };
  waiting.set(id, entry);
  ref();
  postToKernel({ type: 'system-call', answer: 'async', id, name, args });
  const setRef = (refed: boolean): void => {
    if (entry.refed === refed || !waiting.has(id)) return;
    entry.refed = refed;
    if (refed) ref();
    else unref();
  };
  return { ref: () => setRef(true), unref: () => setRef(false) };
}

/** A request to the file system is a resource of `async_hooks`. */
function asFileRequest(callback: Waiting['callback']): Waiting['callback'] {
  const resource = startResource('FSREQCALLBACK', {});
  if (resource === 0) return callback;
  return (...given) => {
    runResource(resource, () => callback(...given));
    endResource(resource);
  };
}

/** Makes a system call without waiting for it to happen. Calls of one thread happen in order. */
export function send<Name extends SystemCallName>(name: Name, ...args: SystemCallArguments<Name>): void {
  postToKernel({ type: 'system-call', answer: 'none', id: 0, name, args });
}

/** Like `send`, and transfers what the arguments hold (ports, buffers) instead of cloning it. */
export function sendTransferring<Name extends SystemCallName>(
  transfer: readonly Transferable[],
  name: Name,
  ...args: SystemCallArguments<Name>
): void {
  postToKernel({ type: 'system-call', answer: 'none', id: 0, name, args }, transfer);
}

/** Sets who hears an event of the kernel. One handler per type; it runs in a turn of its own. */
export function onKernelEvent<Type extends KernelEventType>(
  type: Type,
  handler: (detail: KernelEvents[Type]) => void,
): void {
  eventHandlers.set(type, handler);
}

// ── ports between threads ───────────────────────────────────────────────────────────────────────────────────

let handlePortDelivery = (_delivery: PortDelivery): void => undefined;

/** Makes an id for a port of this thread that begins to talk through the kernel. */
export function newPortId(): PortId {
  return ++nextOwnPortId;
}

/** Sets who hears what the kernel sends to the ports of this thread. It is called outside of any turn. */
export function onPortDelivery(handler: (delivery: PortDelivery) => void): void {
  handlePortDelivery = handler;
}

/** Sends what a port wants to the kernel. */
export function postPortRequest(request: PortRequest): void {
  postToKernel(request, 'transfer' in request ? request.transfer : []);
}

// ── what the kernel sends ───────────────────────────────────────────────────────────────────────────────────

onKernelMessage((message: KernelToThread) => {
  switch (message.type) {
    case 'reply':
      receiveReply(message);
      return;
    case 'event':
      receiveEvent(message);
      return;
    case 'port.message':
    case 'port.closed':
    case 'port.ring':
    case 'port.ring-accepted':
      if (!thread.halting) handlePortDelivery(message);
      return;
    case 'warm-up':
    case 'prepare-python':
    case 'python-machine':
    case 'start':
      throw new Error(`The kernel sent "${message.type}" to a thread that is running already.`);
  }
});

function receiveReply(reply: Reply): void {
  const entry = waiting.get(reply.id);
  if (!entry || thread.halting) return;
  waiting.delete(reply.id);
  if ('error' in reply) enter(entry.callback, reviveError(reply.error), undefined);
  else enter(entry.callback, null, reply.value);
  if (entry.refed) unref();
}

function receiveEvent({ event, detail }: KernelEventMessage): void {
  const handler = eventHandlers.get(event);
  if (handler) enter(handler as (detail: unknown) => void, detail);
}

// ── waiting for a synchronous reply ─────────────────────────────────────────────────────────────────────────

function awaitReply(): Uint8Array {
  awaitChunk();
  const reply = new Uint8Array(replyWords[REPLY.totalBytes]!);
  let received = copyChunk(reply, 0);
  while (received < reply.length) {
    native.atomics.store(replyWords, REPLY.ready, 0);
    postToKernel({ type: 'continue-reply' });
    awaitChunk();
    received = copyChunk(reply, received);
  }
  return reply;
}

function awaitChunk(): void {
  while (native.atomics.load(replyWords, REPLY.ready) === 0) native.atomics.wait(replyWords, REPLY.ready, 0);
}

function copyChunk(reply: Uint8Array, offset: number): number {
  const size = replyWords[REPLY.chunkBytes]!;
  reply.set(replyBytes.subarray(0, size), offset);
  return offset + size;
}
