import { describe, expect, test } from 'vitest';
import { MessageRouter } from '../../../src/runtime/kernel/message-router.ts';
import type { PortHandover, PortPayload } from '../../../src/runtime/protocol/port-messages.ts';

class Thread {
  /** What the kernel has sent, shortened: the port, and the value or 'closed'. */
  readonly received: [port: number, what: unknown][] = [];

  constructor(readonly name: string) {}
}

const [a, b, c] = [new Thread('a'), new Thread('b'), new Thread('c')];

function routerBetween(...threads: Thread[]): MessageRouter<Thread> {
  for (const thread of threads) thread.received.length = 0;
  return new MessageRouter<Thread>((thread, delivery) => {
    const what = delivery.type === 'port.message' ? delivery.value : delivery.type.slice('port.'.length);
    thread.received.push([delivery.port, what]);
  });
}

function payload(value: unknown, ...handovers: PortHandover[]): PortPayload {
  return { value, ports: [], handovers, transfer: [], moved: null };
}

/** A router that knows a channel with end 1 at `a` and end 2 at `b`. */
function connected(): MessageRouter<Thread> {
  const router = routerBetween(a, b, c);
  router.connect({ id: 1, owner: a }, { id: 2, owner: b });
  return router;
}

describe('MessageRouter', () => {
  test('holds messages until the receiver has started its port', () => {
    const router = connected();
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    expect(b.received).toEqual([]);
    router.handle(b, { type: 'port.start', port: 2 });
    router.handle(a, { type: 'port.post', from: 1, ...payload('y') });
    expect(b.received).toEqual([
      [2, 'x'],
      [2, 'y'],
    ]);
  });

  test('gives a held message to a synchronous receive, once', () => {
    const router = connected();
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    expect(router.receive(b, 2, 0)?.value).toBe('x');
    expect(router.receive(b, 2, 1)).toBeNull();
  });

  test('delivers the offer of a ring in its place among the messages, and the answer to it', () => {
    const router = connected();
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    router.handle(a, { type: 'port.offer-ring', from: 1, ring: new SharedArrayBuffer(1) });
    router.handle(a, { type: 'port.post', from: 1, ...payload('y') });
    expect(b.received).toEqual([]);
    router.handle(b, { type: 'port.start', port: 2 });
    expect(b.received).toEqual([
      [2, 'x'],
      [2, 'ring'],
      [2, 'y'],
    ]);
    router.handle(b, { type: 'port.accept-ring', from: 2, inbox: new SharedArrayBuffer(1) });
    expect(a.received).toEqual([[1, 'ring-accepted']]);
  });

  test('gives the message behind the offer of a ring to a synchronous receive', () => {
    const router = connected();
    router.handle(a, { type: 'port.offer-ring', from: 1, ring: new SharedArrayBuffer(1) });
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    expect(router.receive(b, 2, 0)?.value).toBe('x');
    expect(b.received).toEqual([[2, 'ring']]);
  });

  test('gives nothing to a synchronous receive while forwarded messages are on their way', () => {
    const router = connected();
    router.handle(b, { type: 'port.start', port: 2 });
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    expect(router.receive(b, 2, 0)).toBeNull();
  });

  test('tells the other end of a close after all messages', () => {
    const router = connected();
    router.handle(a, { type: 'port.post', from: 1, ...payload('last') });
    router.handle(a, { type: 'port.close', port: 1 });
    expect(b.received).toEqual([]);
    router.handle(b, { type: 'port.start', port: 2 });
    expect(b.received).toEqual([
      [2, 'last'],
      [2, 'closed'],
    ]);
    expect(router.size).toBe(0);
  });

  test('tells a port that is not started of a close when no message waits', () => {
    const router = connected();
    router.handle(a, { type: 'port.close', port: 1 });
    expect(b.received).toEqual([[2, 'closed']]);
  });

  test('closes the ports of a thread that has ended', () => {
    const router = connected();
    router.dropThread(a);
    expect(b.received).toEqual([[2, 'closed']]);
    expect(router.size).toBe(0);
  });

  test('lets nobody but the owner use a port', () => {
    const router = connected();
    router.handle(b, { type: 'port.start', port: 2 });
    router.handle(c, { type: 'port.post', from: 1, ...payload('forged') });
    router.handle(c, { type: 'port.close', port: 1 });
    expect(b.received).toEqual([]);
    expect(router.receive(c, 2, 0)).toBeNull();
  });

  test('learns of a local channel when one end is transferred, and keeps what was queued in front', () => {
    const router = connected();
    router.handle(b, { type: 'port.start', port: 2 });
    const handover = { id: 10, peer: 11, queued: 1, received: 0 };
    router.handle(a, { type: 'port.post', from: 1, ...payload('with a port', handover) });
    router.handle(a, { type: 'port.post', from: 11, ...payload('posted later') });
    router.handle(b, { type: 'port.start', port: 10 });
    router.handle(a, { type: 'port.return', port: 10, ...payload('queued before') });
    expect(b.received).toEqual([
      [2, 'with a port'],
      [10, 'queued before'],
      [10, 'posted later'],
    ]);
  });

  test('waits for the messages in flight when a started port moves on', () => {
    const router = connected();
    router.connect({ id: 3, owner: b }, { id: 4, owner: c });
    router.handle(b, { type: 'port.start', port: 2 });
    router.handle(c, { type: 'port.start', port: 4 });
    router.handle(a, { type: 'port.post', from: 1, ...payload('seen by b') });
    router.handle(a, { type: 'port.post', from: 1, ...payload('in flight') });
    const handover = { id: 2, peer: 1, queued: 0, received: 1 };
    router.handle(b, { type: 'port.post', from: 3, ...payload('the port', handover) });
    router.handle(a, { type: 'port.post', from: 1, ...payload('new') });
    router.handle(c, { type: 'port.start', port: 2 });
    expect(c.received).toEqual([[4, 'the port']]);
    router.handle(b, { type: 'port.return', port: 2, ...payload('in flight') });
    expect(c.received).toEqual([
      [4, 'the port'],
      [2, 'in flight'],
      [2, 'new'],
    ]);
  });

  test('does not wait for a thread that ended before it returned messages', () => {
    const router = connected();
    router.connect({ id: 3, owner: b }, { id: 4, owner: c });
    router.handle(c, { type: 'port.start', port: 4 });
    const handover = { id: 2, peer: 1, queued: 1, received: 0 };
    router.handle(b, { type: 'port.post', from: 3, ...payload('the port', handover) });
    router.dropThread(b);
    router.handle(a, { type: 'port.post', from: 1, ...payload('x') });
    router.handle(c, { type: 'port.start', port: 2 });
    expect(c.received).toContainEqual([2, 'x']);
  });

  test('closes a port inside a message that nobody will receive', () => {
    const router = connected();
    const handover = { id: 10, peer: 11, queued: 0, received: 0 };
    router.handle(a, { type: 'port.post', from: 1, ...payload('held', handover) });
    router.handle(b, { type: 'port.close', port: 2 });
    expect(a.received).toContainEqual([11, 'closed']);
    expect(a.received).toContainEqual([1, 'closed']);
    expect(router.size).toBe(0);
  });

  test('counts what waits behind a port by its weight', () => {
    const router = connected();
    for (const value of [1, new ArrayBuffer(2 ** 20), 2])
      router.handle(a, { type: 'port.post', from: 1, ...payload(value) });
    expect(router.waitingBehind(1)).toBe(3 + 512);
    router.receive(b, 2, 0);
    router.receive(b, 2, 1);
    expect(router.waitingBehind(1)).toBe(1);
    router.handle(b, { type: 'port.start', port: 2 });
    expect(router.waitingBehind(1)).toBe(0);
  });
});
