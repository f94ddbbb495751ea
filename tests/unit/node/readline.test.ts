import real from 'node:readline';
import realPromises from 'node:readline/promises';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourModule from '#runtime/node/readline.ts';
import { promised } from './outcome.ts';

type Library = typeof real;
const ours = ourModule as unknown as Library;

function agree(title: string, program: (readline: Library, promises: typeof realPromises) => unknown): void {
  test(title, async () => {
    const expected = await promised(() => program(real, realPromises));
    expect(await promised(() => program(ours, ours.promises))).toEqual(expected);
  });
}

const texts: string[][] = [
  ['a\nb\nc'],
  ['a\r\nb\r\n'],
  ['a\rb'],
  ['a', 'b\nc', '\n'],
  ['a\r', '\nb'],
  [''],
  ['\n\n'],
  ['漢\n字'],
  ['no end'],
];

describe('lines', () => {
  for (const chunks of texts) {
    agree(`of ${JSON.stringify(chunks)} arrive as from Node`, async (readline) => {
      const lines: string[] = [];
      const reader = readline.createInterface({
        input: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
      });
      reader.on('line', (line) => lines.push(line));
      await new Promise((resolve) => reader.on('close', resolve));
      return lines;
    });
    agree(`of ${JSON.stringify(chunks)} can be iterated over`, async (readline) => {
      const lines: string[] = [];
      for await (const line of readline.createInterface({ input: Readable.from(chunks) })) lines.push(line);
      return lines;
    });
  }
  agree('stop when the loop is left', async (readline) => {
    const reader = readline.createInterface({ input: Readable.from(['a\nb\nc\n']) });
    for await (const line of reader) return [line];
    return 'none';
  });
});

describe('question()', () => {
  const talk = (): { input: PassThrough; output: PassThrough } => ({
    input: new PassThrough(),
    output: new PassThrough(),
  });
  agree('shows the query and calls back with the line', async (readline) => {
    const streams = talk();
    const reader = readline.createInterface(streams);
    const answer = new Promise((resolve) => reader.question('name? ', resolve));
    streams.input.write('Ada\n');
    const answered = await answer;
    reader.close();
    return [answered, String(streams.output.read()), reader.getPrompt()];
  });
  agree('gives a promise in the promises form', async (_, promises) => {
    const streams = talk();
    const reader = promises.createInterface(streams);
    const answer = reader.question('a? ');
    streams.input.write('1\n');
    const first = await answer;
    const second = reader.question('b? ');
    streams.input.write('2\n');
    const answers = [first, await second];
    reader.close();
    return [answers, String(streams.output.read())];
  });
  agree('rejects when it is aborted', async (_, promises) => {
    const reader = promises.createInterface(talk());
    const controller = new AbortController();
    const answer = promised(() => reader.question('a? ', { signal: controller.signal }));
    controller.abort();
    const result = await answer;
    reader.close();
    return result;
  });
  agree('refuses after close()', (readline) => {
    const reader = readline.createInterface(talk());
    reader.close();
    reader.question('x', () => {});
  });
});

agree('prompt() writes the prompt, and events tell of pause, resume and close', async (readline) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const reader = readline.createInterface({ input, output, prompt: '$ ' });
  const log: string[] = [];
  for (const event of ['pause', 'resume', 'close']) reader.on(event, () => log.push(event));
  reader.prompt();
  reader.pause();
  reader.resume();
  reader.close();
  reader.close();
  return Promise.resolve([log, String(output.read())]);
});

agree('cursor functions write their sequences', (readline) => {
  const output = new PassThrough();
  readline.cursorTo(output, 3);
  readline.cursorTo(output, 3, 4);
  readline.moveCursor(output, -1, 2);
  readline.clearLine(output, 0);
  readline.clearLine(output, -1);
  readline.clearScreenDown(output);
  return String(output.read());
});
