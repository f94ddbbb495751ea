import { describe, expect, it } from 'vitest';
import { NULL_DEVICE, Pipe } from '../../../src/runtime/kernel/pipe.ts';
import { PipeRings } from '../../../src/runtime/kernel/shared-memory/pipe-rings.ts';
import { SegmentMemory } from '../../../src/runtime/kernel/shared-memory/segment-memory.ts';
import type { SharedEnd } from '../../../src/runtime/protocol/descriptor-calls.ts';
import { FULL_BYTES, PIPE_BUF, PipeRing, type RingPlace } from '../../../src/runtime/protocol/pipe-ring.ts';
import { POLL } from '../../../src/runtime/protocol/poll-events.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: Uint8Array): string => new TextDecoder().decode(chunk);

/** Whether a promise has settled by the time all that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('Pipe', () => {
  it('hands what is written to a reader that waits', async () => {
    const { readEnd, writeEnd } = new Pipe();
    const read = Promise.resolve(readEnd.read(100));
    void writeEnd.write(bytes('hello'));
    expect(text(await read)).toBe('hello');
  });

  it('gives a reader no more than it asks for, and the rest to the next', async () => {
    const { readEnd, writeEnd } = new Pipe();
    void writeEnd.write(bytes('abc'));
    void writeEnd.write(bytes('def'));
    expect(text(await readEnd.read(4))).toBe('abcd');
    expect(text(await readEnd.read(4))).toBe('ef');
  });

  it('answers readers in the order in which they asked', async () => {
    const { readEnd, writeEnd } = new Pipe();
    const reads = [1, 2].map(async () => readEnd.read(1));
    void writeEnd.write(bytes('ab'));
    expect((await Promise.all(reads)).map(text)).toEqual(['a', 'b']);
  });

  it('takes over what exceeds its capacity, and answers the writer when there is room', async () => {
    const { readEnd, writeEnd } = new Pipe(4);
    expect(writeEnd.write(bytes('abcd'))).toBe(4);
    const blocked = Promise.resolve(writeEnd.write(bytes('ef')));
    expect(await isSettled(blocked)).toBe(false);
    expect(text(await readEnd.read(1))).toBe('a');
    expect(await isSettled(blocked)).toBe(false);
    expect(text(await readEnd.read(1))).toBe('b');
    expect(await blocked).toBe(2);
  });

  it('ends for the reader when the write end is closed and all is read', async () => {
    const { readEnd, writeEnd } = new Pipe();
    void writeEnd.write(bytes('last'));
    writeEnd.dispose();
    expect(text(await readEnd.read(100))).toBe('last');
    expect(await readEnd.read(100)).toHaveLength(0);
  });

  it('wakes every waiting reader when the write end is closed', async () => {
    const { readEnd, writeEnd } = new Pipe();
    const reads = [1, 2].map(async () => readEnd.read(1));
    writeEnd.dispose();
    expect(await Promise.all(reads)).toEqual([new Uint8Array(0), new Uint8Array(0)]);
  });

  it('refuses to be written when nobody can read it, and fails writers that waited', async () => {
    const { readEnd, writeEnd } = new Pipe(1);
    const blocked = Promise.resolve(writeEnd.write(bytes('abc')));
    readEnd.dispose();
    await expect(blocked).rejects.toMatchObject({ code: 'EPIPE', syscall: 'write' });
    expect(() => writeEnd.write(bytes('d'))).toThrow('EPIPE: broken pipe, write');
  });

  it('gives what was put back to the next reader first', async () => {
    const { readEnd, writeEnd } = new Pipe();
    void writeEnd.write(bytes('abcd'));
    readEnd.unread?.(await readEnd.read(2));
    expect(text(await readEnd.read(100))).toBe('abcd');
  });
});

describe('NULL_DEVICE', () => {
  it('is at its end and takes everything', () => {
    expect(NULL_DEVICE.read(10)).toHaveLength(0);
    expect(NULL_DEVICE.write(bytes('abc'))).toBe(3);
  });
});

describe('a pipe that processes share', () => {
  function sharedPipe(content = '') {
    const memory = new SegmentMemory();
    const rings = new PipeRings(memory);
    const pipe = new Pipe();
    if (content) pipe.writeEnd.writeNow!(bytes(content));
    const open = (end: SharedEnd): PipeRing => new PipeRing(memory.buffer, end as RingPlace);
    const reader = open(pipe.readEnd.shareReading!(rings));
    const writer = open(pipe.writeEnd.shareWriting!(rings));
    return { pipe, rings, open, reader, writer };
  }

  it('holds what was written before, and hands what is written to the reader without the kernel', () => {
    const { reader, writer } = sharedPipe('before, ');
    writer.write(bytes('after'), 'whole');
    expect(text(reader.read(100) as Uint8Array)).toBe('before, after');
  });

  it('goes back to the kernel when somebody reads or writes there who knows no rings, and stays', async () => {
    const { pipe, rings, writer } = sharedPipe();
    writer.write(bytes('shared '), 'whole');
    void pipe.writeEnd.write(bytes('kernel'));
    expect(writer.write(bytes('x'), 'whole')).toBe('unshared');
    expect(pipe.writeEnd.shareWriting!(rings)).toBe('never');
    expect(text(await pipe.readEnd.read(100))).toBe('shared kernel');
  });

  it('is shared anew after a write that the kernel took over, as soon as that fits', () => {
    const { pipe, rings, open, writer } = sharedPipe();
    writer.write(bytes('small'), 'whole');
    expect(pipe.writeEnd.writeNow!(new Uint8Array(1_000_000))).toBe(true);
    expect(pipe.readEnd.shareReading!(rings)).toBe('later');
    expect(pipe.readEnd.readNow!(900_000)).toHaveLength(900_000);
    expect(open(pipe.readEnd.shareReading!(rings)).available).toBe(100_005);
  });

  it('ends for the reader when the write end is closed and all is read', () => {
    const { pipe, rings, open, reader, writer } = sharedPipe();
    writer.write(bytes('last'), 'whole');
    pipe.writeEnd.dispose();
    expect(reader.read(100)).toBe('unshared');
    const ended = open(pipe.readEnd.shareReading!(rings));
    expect([ended.isEnded, text(ended.read(100) as Uint8Array), ended.read(100)]).toEqual([
      true,
      'last',
      'empty',
    ]);
    pipe.unshare();
    expect(pipe.readEnd.shareReading!(rings)).toBe('never');
    expect(pipe.readEnd.readNow!(100)).toHaveLength(0);
  });

  it('is broken for the writer when the read end is closed', () => {
    const { pipe, rings, writer } = sharedPipe('unread');
    pipe.readEnd.dispose();
    expect(writer.write(bytes('x'), 'whole')).toBe('unshared');
    expect(pipe.writeEnd.shareWriting!(rings)).toBe('never');
    expect(() => pipe.writeEnd.writeNow!(bytes('x'))).toThrow('EPIPE');
  });

  it('tells those who watch it of what the kernel has no part in, whenever it comes', async () => {
    const { pipe, reader, writer } = sharedPipe();
    const next = (): Promise<number> =>
      new Promise((resolve) => {
        const stop = pipe.readEnd.watch!(() => {
          if (pipe.readEnd.poll!() === 0) return;
          stop();
          resolve(pipe.readEnd.poll!());
        });
      });
    for (let round = 0; round < 3; round += 1) {
      const readable = next();
      expect(await isSettled(readable)).toBe(false);
      writer.write(bytes('x'), 'whole');
      expect(await readable).toBe(POLL.readable);
      reader.read(10);
    }
    const atOnce = next();
    writer.write(bytes('x'), 'whole');
    expect(await atOnce).toBe(POLL.readable);
  });

  it('is written to when there is room for what may not be torn, as on Linux', () => {
    const { pipe, reader, writer } = sharedPipe();
    expect(pipe.writeEnd.poll!()).toBe(POLL.writable);
    writer.write(new Uint8Array(FULL_BYTES - PIPE_BUF + 1), 'whole');
    expect(pipe.writeEnd.poll!()).toBe(0);
    reader.read(1);
    expect(pipe.writeEnd.poll!()).toBe(POLL.writable);
  });

  it('uses a ring again when no writer is left in it', () => {
    const { pipe, rings, reader } = sharedPipe();
    const first = pipe.share(rings) as RingPlace;
    pipe.unshare();
    const second = pipe.share(rings) as RingPlace;
    expect([second.offset, second.sharing]).toEqual([first.offset, first.sharing + 1]);
    expect(reader.isShared).toBe(false);
  });
});
