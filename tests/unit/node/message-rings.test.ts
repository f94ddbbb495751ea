import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { warmUp } from './attentive-kernel.ts';
import './started-thread.ts';
import { OutgoingRing } from '#runtime/node/internal/message-rings.ts';
import type { MessagePortState } from '#runtime/node/internal/message-port-state.ts';
import { openKernelPort } from '#runtime/node/internal/port-transfer.ts';
import type { PortMessage } from '#runtime/protocol/port-messages.ts';
import { INBOX } from '#runtime/protocol/shared-memory.ts';
import { inboxMemory, receiveFromKernel } from '#runtime/thread/inbox.ts';
import { connectToKernel, newPortId } from '#runtime/thread/system-calls.ts';

connectToKernel(warmUp);
const inbox = new Int32Array(inboxMemory());

/** What the kernel does with what it sends. */
function fromKernel(message: Parameters<typeof receiveFromKernel>[0]): void {
  Atomics.add(inbox, INBOX.posted, 1);
  receiveFromKernel(message);
}

/** A started port with a ring, its sender's side, and what it hands out. */
function portWithRing(): { port: MessagePortState; id: number; ring: OutgoingRing; heard: unknown[] } {
  const id = newPortId();
  const port = openKernelPort(id, 0);
  const heard: unknown[] = [];
  port.onMessage = ({ value }) => heard.push(value);
  port.start();
  const ring = OutgoingRing.make()!;
  fromKernel({ type: 'port.ring', port: id, ring: ring.memory, forwarded: 0 });
  ring.open(inboxMemory());
  return { port, id, ring, heard };
}

function message(port: number, value: unknown): PortMessage {
  return { type: 'port.message', port, value, ports: [], handovers: [], transfer: [], moved: null };
}

/** All that waits for the bell or a macrotask has run. */
const turnsLater = (): Promise<unknown> => delay(20);

describe('a message that goes past the kernel', () => {
  test('is handed out when the bell has rung', async () => {
    const { ring, heard } = portWithRing();
    expect(ring.post({ a: [1, 'x'] })).toBeNull();
    await turnsLater();
    expect(heard).toEqual([{ a: [1, 'x'] }]);
  });

  test('comes after what the kernel had sent before, and before what it sends then', async () => {
    const { id, ring, heard } = portWithRing();
    const other = portWithRing();
    // On its way when the message is posted: the kernel has sent it, and it has not arrived.
    Atomics.add(inbox, INBOX.posted, 1);
    ring.post('past the kernel');
    await turnsLater();
    expect(heard).toEqual([]);
    other.port.onMessage = ({ value }) => heard.push(value);
    receiveFromKernel(message(other.id, 'sent before'));
    fromKernel(message(id, 'sent after'));
    await turnsLater();
    expect(heard).toEqual(['sent before', 'past the kernel', 'sent after']);
  });

  test('is refused while a message of the port is on its way through the kernel', async () => {
    const { id, ring, heard } = portWithRing();
    ring.countSentThroughKernel();
    expect(ring.post('later')).toEqual({ value: 'later' });
    fromKernel(message(id, 'first'));
    expect(ring.post('later')).toBeNull();
    await turnsLater();
    expect(heard).toEqual(['first', 'later']);
  });

  test('is refused when bytes cannot carry it, as the clone that it already is', () => {
    const { ring } = portWithRing();
    let asked = 0;
    const unsent = ring.post({
      memory: new SharedArrayBuffer(1),
      get asked() {
        return ++asked;
      },
    });
    expect(unsent?.value).toMatchObject({ asked: 1 });
    expect((unsent?.value as { asked: number }).asked).toBe(1);
  });

  test('is received at once by a port that asks for it', () => {
    const { port, ring } = portWithRing();
    port.stop();
    ring.post('x');
    expect(port.takeNext()?.value).toBe('x');
    expect(port.takeNext()).toBeUndefined();
    expect(port.rings.kernelMayHaveMore).toBe(false);
    ring.countSentThroughKernel();
    expect(port.rings.kernelMayHaveMore).toBe(true);
  });

  test('stays with the port that closes its ring to move on', () => {
    const { port, ring } = portWithRing();
    port.stop();
    ring.post('x');
    port.closeRings();
    expect(ring.isClosed).toBe(true);
    expect(ring.post('y')).toEqual({ value: 'y' });
    expect(port.queue.map(({ value }) => value)).toEqual(['x']);
  });
});
