import real from 'node:stream';
import { describe, expect, test } from 'vitest';
import './started-thread.ts';
import ourModule from '#runtime/node/stream.ts';
import ourConsumers from '#runtime/node/stream-consumers.ts';
import { promised } from './outcome.ts';

type Library = typeof real;
const ours = ourModule as unknown as Library;

function agree(title: string, program: (stream: Library) => unknown): void {
  test(title, async () => {
    expect(await promised(() => program(ours))).toEqual(await promised(() => program(real)));
  });
}

const upper = (stream: Library) =>
  new stream.Transform({
    transform(chunk: Buffer, _encoding, callback) {
      callback(null, String(chunk).toUpperCase());
    },
  });

agree('pipeline() passes data through and collects it', async (stream) => {
  const chunks: string[] = [];
  await stream.promises.pipeline(
    stream.Readable.from(['a', 'b']),
    upper(stream),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) chunks.push(String(chunk));
    },
  );
  return chunks;
});

agree('pipeline() rejects with the error of any part', (stream) =>
  stream.promises.pipeline(
    stream.Readable.from(['a']),
    new stream.Transform({ transform: (_chunk, _encoding, callback) => callback(new RangeError('broken')) }),
    new stream.PassThrough(),
  ),
);

agree('events come in order', async (stream) => {
  const log: string[] = [];
  const pass = new stream.PassThrough();
  for (const event of ['data', 'end', 'finish', 'close', 'pipe']) pass.on(event, () => log.push(event));
  pass.write('a');
  pass.end('b');
  await new Promise((resolve) => pass.on('close', resolve));
  return log;
});

agree('writing after the end is an error', async (stream) => {
  const pass = new stream.PassThrough();
  const error = new Promise((resolve) =>
    pass.on('error', (given: Error & { code: string }) => resolve([given.code, given.message])),
  );
  pass.end();
  pass.write('late');
  return error;
});

agree('buffers fill up to the mark and drain', async (stream) => {
  const slow = new stream.Writable({
    highWaterMark: 3,
    write: (_chunk, _encoding, callback) => setImmediate(callback),
  });
  const results = [slow.write('ab'), slow.write('cd'), slow.writableNeedDrain, slow.writableLength];
  await new Promise((resolve) => slow.once('drain', resolve));
  return [...results, slow.writableLength, slow.writableHighWaterMark];
});

agree('the defaults are those of the newest Node', (stream) => [
  stream.getDefaultHighWaterMark(false),
  stream.getDefaultHighWaterMark(true),
  new stream.Readable().readableHighWaterMark,
  new stream.Writable().writableHighWaterMark,
]);

agree('readable operators and iteration', async (stream) => [
  await stream.Readable.from([1, 2, 3])
    .map((value: number) => value * 2)
    .toArray(),
  await stream.Readable.from([1, 2, 3])
    .filter((value: number) => value > 1)
    .toArray(),
  await stream.Readable.from([1, 2, 3]).reduce((sum: number, value: number) => sum + value, 0),
]);

agree('destroy() passes its error on and closes', async (stream) => {
  const readable = new stream.Readable({ read() {} });
  const log: unknown[] = [];
  readable.on('error', (error: Error) => log.push(error.message));
  await new Promise<void>((resolve) => {
    readable.on('close', resolve);
    readable.destroy(new Error('gone'));
  });
  return [log, readable.destroyed, readable.closed];
});

agree('setEncoding() gives text', async (stream) => {
  const readable = stream.Readable.from([Buffer.from([0xe6, 0xbc]), Buffer.from([0xa2])], {
    objectMode: false,
  });
  readable.setEncoding('utf8');
  const chunks: unknown[] = [];
  for await (const chunk of readable) chunks.push(chunk);
  return chunks.join('');
});

agree('duplexPair() connects two ends', async (stream) => {
  const [a, b] = stream.duplexPair();
  a.end('hello');
  let text = '';
  for await (const chunk of b) text += String(chunk);
  return text;
});

agree('finished() tells of the end and of the error', async (stream) => {
  const good = stream.Readable.from(['a']);
  good.resume();
  await stream.promises.finished(good);
  const bad = new stream.Readable({ read() {} });
  setImmediate(() => bad.destroy(new Error('no')));
  return promised(() => stream.promises.finished(bad));
});

describe('stream/consumers', () => {
  test('gather a stream in each form', async () => {
    const source = (): AsyncIterable<unknown> => ours.Readable.from([Buffer.from('{"a":'), '"é"}']);
    expect(await ourConsumers.text(source())).toBe('{"a":"é"}');
    expect(await ourConsumers.json(source())).toEqual({ a: 'é' });
    expect(Buffer.from(await ourConsumers.buffer(source())).toString()).toBe('{"a":"é"}');
    expect((await ourConsumers.arrayBuffer(source())).byteLength).toBe(10);
  });
});
