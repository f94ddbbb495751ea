import { expect, test } from 'vitest';
import { loadingMark, PROGRAM_STARTS, STDERR_BEGINS, STDERR_ENDS } from '#runtime/protocol/output-marks.ts';
import { type LoadingStep, type OutputChunk, splitStreams } from '#runtime/client/split-streams.ts';

const marked = (text: string) => `${STDERR_BEGINS}${text}${STDERR_ENDS}`;

async function split(chunks: string[]): Promise<(OutputChunk | LoadingStep)[]> {
  const found: (OutputChunk | LoadingStep)[] = [];
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  await source
    .pipeThrough(splitStreams())
    .pipeTo(new WritableStream({ write: (pieces) => void found.push(...pieces) }));
  return found;
}

test('splitStreams() passes output without marks through as stdout', async () => {
  expect(await split(['a', 'b\n'])).toEqual([
    { stream: 'stdout', text: 'a' },
    { stream: 'stdout', text: 'b\n' },
  ]);
});

test('splitStreams() tells stderr by its marks and keeps the order', async () => {
  expect(await split([`out\n${marked('err\n')}out again\n`])).toEqual([
    { stream: 'stdout', text: 'out\n' },
    { stream: 'stderr', text: 'err\n' },
    { stream: 'stdout', text: 'out again\n' },
  ]);
});

test('splitStreams() finds marks wherever the chunks are cut', async () => {
  const text = `out${marked('err')}end`;
  for (let at = 1; at < text.length; at++) {
    const chunks = await split([text.slice(0, at), text.slice(at)]);
    const of = (stream: string) =>
      chunks
        .filter((chunk) => 'text' in chunk)
        .filter((chunk) => chunk.stream === stream)
        .map(({ text }) => text)
        .join('');
    expect([of('stdout'), of('stderr')]).toEqual(['outend', 'err']);
  }
});

test('splitStreams() tells how an interpreter loads, wherever the chunks are cut', async () => {
  const text = `${loadingMark(0, 5_300_000)}${loadingMark(5_300_000, 5_300_000)}${PROGRAM_STARTS}hello`;
  const steps = [
    { step: 'loading', loadedBytes: 0, totalBytes: 5_300_000 },
    { step: 'loading', loadedBytes: 5_300_000, totalBytes: 5_300_000 },
    { step: 'started' },
  ];
  for (let at = 1; at < text.length; at++) {
    const found = await split([text.slice(0, at), text.slice(at)]);
    expect(found.filter((chunk) => 'step' in chunk)).toEqual(steps);
    const printed = found.filter((chunk) => 'text' in chunk);
    expect(printed.map((chunk) => chunk.text).join('')).toBe('hello');
  }
});

test('splitStreams() gives back a piece of a mark that never went on', async () => {
  expect(await split(['a\x1b]71', 'b\x1b]7170;l;12', '.\x1b'])).toEqual([
    { stream: 'stdout', text: 'a' },
    { stream: 'stdout', text: '\x1b]71b' },
    { stream: 'stdout', text: '\x1b]7170;l;12.' },
    { stream: 'stdout', text: '\x1b' },
  ]);
});
