import type {
  PortDelivery,
  PortHandover,
  PortId,
  PortMessage,
  PortPayload,
} from '../../protocol/port-messages.ts';
import { newPortId, onPortDelivery, postPortRequest } from '../../thread/system-calls.ts';
import { native } from '../../thread/thread-state.ts';
import { receiveMoved } from './moved-objects.ts';
import { MessagePortState, portNamed, stateOf, type QueuedMessage } from './message-port-state.ts';

const movedAway = new Set<PortId>();

/** A plan to hand ports to another thread; nothing has happened to them before `commit`. */
export interface Departure {
  readonly handovers: readonly PortHandover[];
  /** Called once the message is on its way. */
  commit(): void;
}

/** Prepares the transfer of ports in a message for another thread. */
export function planDeparture(ports: readonly MessagePort[]): Departure {
  const ids = new Map<MessagePortState, PortId>();
  const leaving = ports.map(stateOf).filter((state) => state !== undefined);
  const handovers = leaving.map((state) => planHandover(state, ids));
  const commit = (): void => {
    const stay = [...ids.keys()].filter((state) => !leaving.includes(state));
    for (const state of stay) {
      const { link } = state;
      if (link.kind === 'local') state.connectToKernel(ids.get(state)!, ids.get(link.peer)!);
    }
    leaving.forEach((state, index) => {
      const { id } = handovers[index]!;
      const queue = state.leave();
      movedAway.add(id);
      for (const message of queue) returnMessage(id, packLocalMessage(message));
    });
  };
  return { handovers, commit };
}

function planHandover(state: MessagePortState, ids: Map<MessagePortState, PortId>): PortHandover {
  state.closeRings();
  const { link, received } = state;
  const queued = state.queue.length;
  switch (link.kind) {
    case 'kernel':
      return { id: link.id, peer: link.peer, queued, received };
    case 'local': {
      for (const end of [state, link.peer]) if (!ids.has(end)) ids.set(end, newPortId());
      return { id: ids.get(state)!, peer: ids.get(link.peer)!, queued, received: 0 };
    }
    case 'closed':
    case 'moved':
      return { id: newPortId(), peer: null, queued: 0, received: 0 };
  }
}

/** Makes ports of this thread of those that came with a message. */
export function adoptPorts(shells: readonly MessagePort[], handovers: readonly PortHandover[]): void {
  shells.forEach((shell, index) => {
    const handover = handovers[index];
    if (!handover) return;
    movedAway.delete(handover.id);
    // A peer of 0 is nobody: the kernel then announces the close.
    const state = new MessagePortState(shell);
    state.connectToKernel(handover.id, handover.peer ?? 0);
    state.announce();
  });
}

/** A fresh port of this thread that talks through the kernel. */
export function openKernelPort(id: PortId, peer: PortId): MessagePortState {
  const state = new MessagePortState(new native.MessageChannel().port1);
  state.connectToKernel(id, peer);
  return state.announce();
}

/** Two fresh ends of a channel in this thread. */
export function openLocalPair(): [MessagePortState, MessagePortState] {
  const { port1, port2 } = new native.MessageChannel();
  const pair: [MessagePortState, MessagePortState] = [
    new MessagePortState(port1),
    new MessagePortState(port2),
  ];
  pair[0].connectLocally(pair[1]);
  for (const state of pair) state.announce();
  return pair;
}

/** Makes a message of this thread of one that has arrived. */
export function unpackMessage({ value, ports, handovers, moved }: PortPayload): QueuedMessage {
  adoptPorts(ports, handovers);
  if (!moved) return { value, ports };
  const companions = moved.map((entry) => (entry.kind === 'stream' ? entry.port : null));
  return { value: receiveMoved(value, moved), ports: ports.filter((port) => !companions.includes(port)) };
}

/** A message that was in this thread already and must now travel. */
function packLocalMessage({ value, ports }: QueuedMessage): PortPayload {
  const departure = planDeparture(ports);
  departure.commit();
  return { value, ports, handovers: departure.handovers, transfer: ports, moved: null };
}

function returnMessage(port: PortId, payload: PortPayload): void {
  postPortRequest({ type: 'port.return', port, ...payload });
}

// ── what the kernel sends ───────────────────────────────────────────────────────────────────────────────────

onPortDelivery((delivery: PortDelivery) => {
  const state = portNamed(delivery.port);
  switch (delivery.type) {
    case 'port.closed':
      state?.closeNow();
      return;
    case 'port.ring':
      state?.takeOverRing(delivery.ring, delivery.forwarded);
      return;
    case 'port.ring-accepted':
      state?.rings.openOutgoing(delivery.inbox);
      return;
    case 'port.message':
      if (state) state.receive(unpackMessage(delivery));
      else if (movedAway.has(delivery.port)) passOn(delivery);
      else for (const { id } of delivery.handovers) postPortRequest({ type: 'port.close', port: id });
  }
});

function passOn({ port, value, ports, handovers, transfer, moved }: PortMessage): void {
  returnMessage(port, { value, ports, handovers, transfer, moved });
}
