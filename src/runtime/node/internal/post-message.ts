import type { PortId, PortPayload } from '../../protocol/port-messages.ts';
import { postPortRequest } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { asNodeCloneError, dataCloneError } from './data-clone-error.ts';
import { emitWarning } from './emit-warning.ts';
import { missingArgs, nodeError } from './errors.ts';
import { stateOf, type MessagePortState, type QueuedMessage } from './message-port-state.ts';
import { movedByBrowser, planMoves, receiveMoved } from './moved-objects.ts';
import { planDeparture, type Departure } from './port-transfer.ts';
import { checkTransferList, readTransferList } from './transfer-list.ts';
import { refuseUncloneable } from './transfer-marks.ts';

/**
 * Sends a message from one end of a channel to the other.
 *
 * @throws DataCloneError if the message cannot be cloned, or something in the list cannot be transferred
 */
export function postMessage(sender: MessagePortState, value: unknown, transferArgument: unknown): void {
  const transfer = readMessageTransfer(transferArgument, sender);
  refuseUncloneable(value, transfer);
  switch (sender.link.kind) {
    case 'local':
      postLocally(sender.link.peer, value, transfer);
      return;
    case 'kernel':
      postToThread(sender, sender.link.id, value, transfer);
      return;
    case 'closed':
    case 'moved':
      // Nobody will receive it, yet what cannot be cloned is refused, and what is transferred is gone.
      clone(value, movedByBrowser(transfer));
  }
}

/**
 * Reads and checks a transfer list.
 *
 * @param sender the port that sends, which cannot send itself
 */
export function readMessageTransfer(argument: unknown, sender?: MessagePortState): Transferable[] {
  const list = readTransferList(argument);
  if (sender && list.includes(sender.port)) throw dataCloneError('Transfer list contains source port');
  checkTransferList(list, (item) => {
    const kind = stateOf(item)?.link.kind;
    return kind === 'closed' || kind === 'moved';
  });
  return list as Transferable[];
}

/**
 * Wraps a message for another thread, sends it with `send`, and then parts with the ports in it.
 *
 * @throws DataCloneError, before anything has changed
 */
export function sendPacked(
  value: unknown,
  transfer: readonly Transferable[],
  send: (payload: PortPayload) => void,
): void {
  const native = movedByBrowser(transfer);
  const leaving = planMoves(transfer);
  const ports = [...portsIn(transfer), ...leaving.ports];
  const departure: Departure = planDeparture(ports);
  const { handovers } = departure;
  try {
    send({ value, ports, handovers, transfer: [...native, ...leaving.ports], moved: leaving.moved });
  } catch (error) {
    leaving.cancel();
    throw asNodeCloneError(error, value, transfer);
  }
  departure.commit();
  leaving.commit();
}

/**
 * The global `structuredClone`.
 *
 * @throws DataCloneError, worded as Node words it
 */
export function structuredClone(...args: [value?: unknown, options?: { transfer?: unknown }]): unknown {
  // Node words it so.
  if (args.length === 0) throw missingArgs('The value argument must be specified');
  const [value, options] = args;
  const transfer = readMessageTransfer(options?.transfer);
  refuseUncloneable(value, transfer);
  return cloneHere(value, transfer).value;
}

function postToThread(
  sender: MessagePortState,
  from: PortId,
  value: unknown,
  transfer: readonly Transferable[],
): void {
  const unsent = transfer.length === 0 ? sender.rings.post(value) : { value };
  if (!unsent) return;
  sendPacked(unsent.value, transfer, (payload) => {
    postPortRequest({ type: 'port.post', from, ...payload });
  });
  sender.rings.countSentThroughKernel(from);
}

function postLocally(receiver: MessagePortState, value: unknown, transfer: readonly Transferable[]): void {
  if (portsIn(transfer).includes(receiver.port)) {
    clone(value, transfer);
    emitWarning('The target port was posted to itself, and the communication channel was lost');
    receiver.close();
    return;
  }
  receiver.arrive(cloneHere(value, transfer));
}

/** A copy for this thread, to which what is in the list has moved. */
function cloneHere(value: unknown, transfer: readonly Transferable[]): QueuedMessage {
  const ports = portsIn(transfer);
  const leaving = planMoves(transfer, { local: true });
  const copy = clone({ value, ports, moved: leaving.moved }, movedByBrowser(transfer));
  leaving.commit();
  ports.forEach((port, index) => {
    stateOf(port)?.moveTo(copy.ports[index]!);
  });
  return { value: copy.moved ? receiveMoved(copy.value, copy.moved) : copy.value, ports: copy.ports };
}

function clone<Message>(message: Message, transfer: readonly Transferable[]): Message {
  try {
    return native.structuredClone(message, { transfer: [...transfer] });
  } catch (error) {
    throw asNodeCloneError(error, message, transfer);
  }
}

function portsIn(transfer: readonly Transferable[]): MessagePort[] {
  return transfer.filter((item): item is MessagePort => stateOf(item) !== undefined);
}

/** What `postMessage()` without a message throws. */
export function notEnoughArguments(): Error {
  const message = 'Not enough arguments to MessagePort.postMessage';
  return nodeError('ERR_MISSING_ARGS', message, TypeError);
}
