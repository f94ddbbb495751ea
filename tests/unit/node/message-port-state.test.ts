import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import { stateOf, type MessagePortState } from '#runtime/node/internal/message-port-state.ts';
import { openKernelPort } from '#runtime/node/internal/port-transfer.ts';
import type { PortMessage } from '#runtime/protocol/port-messages.ts';
import { nextTick } from '#runtime/thread/event-loop.ts';
import { receiveFromKernel } from '#runtime/thread/inbox.ts';
import { newPortId } from '#runtime/thread/system-calls.ts';

/** A started port that the kernel knows, and what it hands out. */
function startedPort(): { port: MessagePortState; id: number; heard: unknown[] } {
  const id = newPortId();
  const port = openKernelPort(id, 0);
  const heard: unknown[] = [];
  port.onMessage = ({ value }) => heard.push(value);
  port.start();
  return { port, id, heard };
}

function message(port: number, value: unknown): PortMessage {
  return { type: 'port.message', port, value, ports: [], handovers: [], transfer: [], moved: null };
}

/** All that waits for a macrotask has run. */
const turnsLater = (): Promise<unknown> => delay(20);

test('a port that the structured clone has moved within its thread is found again', () => {
  const { port, id } = startedPort();
  const { port1: shell } = new MessageChannel();
  port.moveTo(shell);
  receiveFromKernel(message(id, 1));
  expect(stateOf(shell)?.takeNext()?.value).toBe(1);
});

describe('a message from the kernel', () => {
  test('is handed out at once when nothing waits', () => {
    const { id, heard } = startedPort();
    receiveFromKernel(message(id, 1));
    expect(heard).toEqual([1]);
  });

  test('that must wait for a tick is handed out although the other end closes meanwhile', async () => {
    const { port, id, heard } = startedPort();
    nextTick(() => undefined);
    receiveFromKernel(message(id, 1));
    receiveFromKernel(message(id, 2));
    receiveFromKernel({ type: 'port.closed', port: id });
    await turnsLater();
    expect(heard).toEqual([1, 2]);
    expect(port.isOpen).toBe(false);
  });

  test('that must wait for a tick stays in the queue when the port is stopped meanwhile', async () => {
    const { port, id, heard } = startedPort();
    nextTick(() => undefined);
    receiveFromKernel(message(id, 1));
    port.stop();
    await turnsLater();
    expect(heard).toEqual([]);
    expect(port.takeNext()?.value).toBe(1);
  });
});
