import { describe, expect, it } from 'vitest';
import { NULL_DEVICE, Pipe } from '../../../src/runtime/kernel/pipe.ts';

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
