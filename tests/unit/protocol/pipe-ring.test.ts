import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import {
  FULL_BYTES,
  PipeRing,
  RING_BYTES,
  RING_HEADER_BYTES,
} from '../../../src/runtime/protocol/pipe-ring.ts';
import type { WriterStart } from './ring-writer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (read: unknown): string => new TextDecoder().decode(read as Uint8Array);
const newMemory = (): SharedArrayBuffer => new SharedArrayBuffer(RING_HEADER_BYTES + RING_BYTES);

function shared(memory: SharedArrayBuffer, sharing: number, content = ''): PipeRing {
  const ring = new PipeRing(memory, { offset: 0, sharing, isEnded: false });
  ring.begin(bytes(content));
  return ring;
}

describe('PipeRing', () => {
  it('hands on what was there, then what is written, in order', () => {
    const ring = shared(newMemory(), 1, 'first ');
    expect(ring.write(bytes('second'), 'whole')).toBe(6);
    expect(text(ring.read(8))).toBe('first se');
    expect(text(ring.read(100))).toBe('cond');
    expect(ring.read(100)).toBe('empty');
  });

  it('keeps its bytes whole where it begins anew', () => {
    const ring = shared(newMemory(), 1);
    const block = Uint8Array.from({ length: 1000 }, (_, index) => index);
    for (let written = 0; written < 3 * RING_BYTES; written += block.length) {
      expect(ring.write(block, 'whole')).toBe(block.length);
      expect(ring.read(2000)).toEqual(block);
    }
  });

  it('is full for small writes that do not fit, and for larger ones when there is no room at all', () => {
    const ring = shared(newMemory(), 1);
    expect(ring.write(new Uint8Array(FULL_BYTES - 10), 'whole')).toBe(FULL_BYTES - 10);
    expect(ring.write(new Uint8Array(11), 'whole')).toBe('full');
    expect(ring.write(new Uint8Array(5000), 'torn')).toBe(10);
    expect(ring.write(new Uint8Array(5000), 'whole')).toBe('full');
    expect((ring.read(1) as Uint8Array).length).toBe(1);
    expect(ring.write(new Uint8Array(5000), 'whole')).toBe(5000);
  });

  it('returns at its end what nobody has read, and is of no use after that', () => {
    const memory = newMemory();
    const ring = shared(memory, 1, 'unread');
    expect(text(ring.end())).toBe('unread');
    const stranger = shared(memory, 2, 'of others');
    expect(ring.read(100)).toBe('unshared');
    expect(ring.write(bytes('x'), 'whole')).toBe('unshared');
    expect(text(stranger.read(100))).toBe('of others');
  });

  it('gives way to the kernel while a writer that was stopped never ends its write', () => {
    const memory = newMemory();
    const ring = shared(memory, 1, 'before');
    Atomics.store(new Int32Array(memory), 3, 1);
    expect(ring.write(bytes('x'), 'whole')).toBe('unshared');
    expect(text(ring.end())).toBe('before');
    expect(ring.isIdle).toBe(false);
  });

  it('loses and tears nothing while writers race, one is killed, and the sharing ends and begins again', async () => {
    const memories = Array.from({ length: 4 }, newMemory);
    const current = new Int32Array(new SharedArrayBuffer(12));
    let sharing = 0;
    const share = (content: Uint8Array): PipeRing => {
      sharing += 1;
      const rings = memories.map((memory) => new PipeRing(memory, { offset: 0, sharing, isEnded: false }));
      const idle = rings.findIndex((ring) => ring.isIdle);
      rings[idle]!.begin(content);
      Atomics.store(current, 1, idle);
      Atomics.store(current, 0, sharing);
      Atomics.notify(current, 0);
      return rings[idle]!;
    };
    let ring = share(new Uint8Array(0));
    const shareAnew = (): void => {
      const rest = ring.end();
      Atomics.store(current, 0, 0);
      ring = share(rest);
    };
    const writers = [0, 1, 2].map(
      (writer) =>
        new Worker(new URL('./ring-writer.ts', import.meta.url), {
          workerData: { memories, current, writer } satisfies WriterStart,
        }),
    );
    const next = [0, 0, 0];
    const wrong: number[][] = [];
    const take = (read: Uint8Array): void => {
      const words = new Int32Array(read.slice().buffer);
      for (let at = 0; at < words.length; at += 4) {
        const [writer, number, check, sizeBytes] = words.subarray(at, at + 4) as unknown as Record4;
        if (number !== next[writer] || check !== (writer ^ number) || sizeBytes !== 16)
          wrong.push([writer, number, check, sizeBytes]);
        next[writer] = number + 1;
      }
    };
    for (let turns = 0; turns < 2000 || Math.min(...next) < 200;) {
      // The writer that was killed may have been writing.
      if (Atomics.load(current, 2) === sharing) shareAnew();
      const read = ring.read(1600);
      if (read instanceof Uint8Array) {
        take(read);
        turns += 1;
        if (turns % 10 !== 0) continue;
        shareAnew();
        if (turns === 1000) await writers[0]!.terminate();
      } else {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await Promise.all(writers.map((writer) => writer.terminate()));
    take(ring.end());
    expect(wrong).toEqual([]);
  }, 60_000);
});

type Record4 = readonly [writer: number, number: number, check: number, sizeBytes: number];
