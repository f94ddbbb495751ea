import { describe, expect, test } from 'vitest';
import '../node/worker-realm.ts';
import { MessageRing } from '#runtime/thread/message-ring.ts';
import { MESSAGE_RING_BYTES } from '#runtime/protocol/shared-memory.ts';

/** The two sides of a ring. */
function sides(): { sender: MessageRing; receiver: MessageRing } {
  const sender = new MessageRing();
  return { sender, receiver: new MessageRing(sender.memory) };
}

const bytes = (length: number, fill = 1): Uint8Array => new Uint8Array(length).fill(fill);

describe('MessageRing', () => {
  test('gives messages out in the order in which they were put in, also where they wrap around', () => {
    const { sender, receiver } = sides();
    for (let round = 0; round < 5000; round++) {
      const message = bytes(round % 50, round & 0xff);
      expect(sender.put(message, round)).toBe(true);
      expect(receiver.next()).toBe(round);
      expect(receiver.take()).toEqual(message);
    }
    expect(receiver.next()).toBeUndefined();
    expect(receiver.take()).toBeUndefined();
  });

  test('takes no more than it has room for', () => {
    const { sender, receiver } = sides();
    let count = 0;
    while (sender.put(bytes(1000), 0)) count += 1;
    expect(count).toBe(Math.floor(MESSAGE_RING_BYTES / 1008));
    receiver.take();
    expect(sender.put(bytes(1000), 0)).toBe(true);
  });

  test('takes nothing once either side has closed it, and still gives out what it has', () => {
    const { sender, receiver } = sides();
    sender.put(bytes(3), 7);
    receiver.close();
    expect(sender.isClosed).toBe(true);
    expect(sender.put(bytes(3), 8)).toBe(false);
    expect(receiver.next()).toBe(7);
    expect(receiver.take()).toEqual(bytes(3));
    expect(receiver.next()).toBeUndefined();
  });
});
