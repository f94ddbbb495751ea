// Streams of the web and open files move to another thread; what cannot move or be copied is refused.
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { MessageChannel, Worker } from 'node:worker_threads';

const worker = (body, options) =>
  new Worker(`const { parentPort, workerData } = require('node:worker_threads'); ${body}`, {
    eval: true,
    ...options,
  });
const end = (ended) => new Promise((resolve) => ended.on('error', console.log).on('exit', resolve));

// A stream to a worker, and another back.
const source = new ReadableStream({
  start(controller) {
    for (const chunk of ['a', new Map([[1, [2]]])]) controller.enqueue(chunk);
    controller.close();
  },
});
const written = [];
const closed = Promise.withResolvers();
const sink = new WritableStream({
  write: (chunk) => void written.push(chunk),
  close: () => closed.resolve('closed'),
});
const both = worker(
  `(async () => {
    const writer = workerData.inside[0].sink.getWriter();
    for await (const chunk of workerData.source) await writer.write([chunk]);
    await writer.close();
  })();`,
  { workerData: { source, inside: [{ sink }] }, transferList: [source, sink] },
);
console.log(source.locked, sink.locked);
// What a thread has written need not have arrived when it ends.
const waiting = setInterval(() => {}, 1000);
console.log(await end(both), await closed.promise, written);
clearInterval(waiting);

// Chunks are asked for one by one, and a reader that has enough says so to the source.
const endless = worker(`
  let count = 0;
  const stream = new ReadableStream(
    { pull: (controller) => controller.enqueue(count++), cancel: (reason) => console.log('cancelled:', reason) },
    { highWaterMark: 0 },
  );
  setTimeout(() => parentPort.postMessage(stream, [stream]));
  parentPort.once('message', () => {});
`);
const [stream] = await once(endless, 'message');
const reader = stream.getReader();
console.log(await reader.read(), await reader.read());
await reader.cancel('enough');
endless.postMessage('end');
console.log(await end(endless));

// An error of the source is that of the reader.
const broken = worker(`
  const stream = new ReadableStream({ pull: (controller) => controller.error(new RangeError('it broke')) });
  parentPort.postMessage(new Set([stream]), [stream]);
  parentPort.once('message', () => {});
`);
const [streams] = await once(broken, 'message');
await [...streams][0]
  .getReader()
  .read()
  .catch((error) => console.log(error instanceof RangeError, error.message));
broken.postMessage('end');
console.log(await end(broken));

// Both halves at once.
const doubling = new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk * 2) });
const transforming = worker(`
  parentPort.once('message', async (doubling) => {
    const writer = doubling.writable.getWriter();
    const reader = doubling.readable.getReader();
    console.log(doubling instanceof TransformStream);
    writer.write(21);
    console.log(await reader.read());
    writer.close();
    console.log(await reader.read());
  });
`);
transforming.postMessage(doubling, [doubling]);
console.log(await end(transforming));

// Within a thread.
const short = () => new Blob(['short']).stream();
const original = short();
const copy = structuredClone(original, { transfer: [original] });
console.log(original.locked, copy.locked, copy === original);
for await (const chunk of copy) console.log(chunk);
const { port1, port2 } = new MessageChannel();
const sent = short();
port2.postMessage({ sent }, [sent]);
const [message] = await once(port1, 'message');
console.log((await message.sent.getReader().read()).value.length);
port1.close();

// An open file.
await writeFile('file.txt', 'what the file holds');
const file = await open('file.txt');
const filing = worker(`
  parentPort.once('message', async ({ file }) => {
    console.log(file.constructor.name, await file.readFile('utf8'));
    await file.close();
  });
`);
filing.postMessage({ file }, [file]);
console.log(file.fd, await end(filing));
await file.readFile().catch(({ code }) => console.log(code));

const locked = (object, lock) => {
  lock(object);
  structuredClone(object, { transfer: [object] });
};
const kept = await open('file.txt');
for (const refused of [
  () => structuredClone(new ReadableStream()),
  () => structuredClone({ inside: new WritableStream() }),
  () => structuredClone(new TransformStream()),
  () => locked(new ReadableStream(), (readable) => readable.getReader()),
  () => locked(new WritableStream(), (writable) => writable.getWriter()),
  () => locked(new TransformStream(), ({ readable }) => readable.getReader()),
  () => structuredClone({ kept }),
  () => port2.postMessage([kept]),
  () => structuredClone(new URL('http://a/b')),
  () => structuredClone([new URLSearchParams('a=1')]),
  () => structuredClone(new Headers()),
  () => structuredClone(new Response('x')),
]) {
  try {
    console.log(refused());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
}
await kept.close();
