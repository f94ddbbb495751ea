import { afterEach, describe, expect, it } from 'vitest';
import '../node/worker-realm.ts';
import { OutputMemory, type OutputSink } from '../../../src/runtime/kernel/output-memory.ts';
import { OUTPUT_RING_BYTES } from '../../../src/runtime/protocol/shared-memory.ts';
import {
  connectOutput,
  printedBytes,
  writeOutput,
  writeText,
} from '../../../src/runtime/thread/output-ring.ts';

let announcements = 0;
let printed: [fd: number, text: string][] = [];
const sink: OutputSink = (fd, bytes) => {
  printed.push([fd, new TextDecoder().decode(bytes)]);
  return undefined;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function connected(): OutputMemory {
  const memory = new OutputMemory();
  connectOutput(memory.buffer, () => (announcements += 1));
  return memory;
}

afterEach(() => {
  announcements = 0;
  printed = [];
});

describe('output memory', () => {
  it('joins what goes to the same descriptor and keeps the order of the two', () => {
    const memory = connected();
    for (const [fd, text] of [
      [1, 'a'],
      [1, 'b'],
      [2, 'c'],
      [1, 'd'],
    ] as const)
      writeOutput(fd, bytes(text));
    void memory.drain(sink);
    expect(printed).toEqual([
      [1, 'ab'],
      [2, 'c'],
      [1, 'd'],
    ]);
  });

  it('takes texts of any length in UTF-8', () => {
    const memory = connected();
    const texts = ['', 'a', 'ü€😀\ud800', 'é'.repeat(1365), 'x'.repeat(1366), '€'.repeat(9000)];
    for (const text of texts) writeText(1, text);
    void memory.drain(sink);
    expect(printed).toEqual([[1, new TextDecoder().decode(bytes(texts.join('')))]]);
  });

  it('tells the sizes of the writes that it joins', () => {
    const memory = connected();
    for (const text of ['one', 'two words', '']) writeOutput(1, bytes(text));
    const sizes: number[][] = [];
    void memory.drain((_fd, _chunk, sizesBytes) => {
      sizes.push([...sizesBytes]);
      return undefined;
    });
    expect(sizes).toEqual([[3, 9]]);
  });

  it('is announced once until the kernel has looked', () => {
    const memory = connected();
    writeOutput(1, bytes('a'));
    writeOutput(1, bytes('b'));
    expect(announcements).toBe(1);
    void memory.drain(sink);
    writeOutput(1, bytes('c'));
    expect(announcements).toBe(2);
  });

  it('gives only what was printed before a position', () => {
    const memory = connected();
    writeOutput(1, bytes('before'));
    const position = printedBytes();
    writeOutput(1, bytes('after'));
    void memory.drain(sink, position);
    expect(printed).toEqual([[1, 'before']]);
  });

  it('stops when the sink has no room, and goes on from there', async () => {
    const memory = connected();
    let makeRoom = (): void => undefined;
    writeOutput(1, bytes('a'));
    writeOutput(2, bytes('b'));
    const busy = memory.drain((fd, chunk, sizesBytes) => {
      void sink(fd, chunk, sizesBytes);
      return new Promise<void>((resolve) => (makeRoom = resolve));
    });
    expect(printed).toEqual([[1, 'a']]);
    makeRoom();
    await busy;
    void memory.drain(sink);
    expect(printed).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('carries any amount through the ring, whole across its end', () => {
    const memory = connected();
    const line = `${'x'.repeat(997)}\n`;
    let received = '';
    for (let total = 0; total < 3 * OUTPUT_RING_BYTES; total += line.length) {
      writeOutput(1, bytes(line));
      void memory.drain((_fd, chunk) => {
        received += new TextDecoder().decode(chunk);
        return undefined;
      });
    }
    expect(received.replaceAll(line, '')).toBe('');
    expect(received.length).toBeGreaterThanOrEqual(3 * OUTPUT_RING_BYTES);
  });
});
