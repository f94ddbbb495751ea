// Streams of the web become Node's, and back.
import { Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const web = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

async function show(stream) {
  try {
    for await (const chunk of stream) console.log(chunk);
    console.log('end');
  } catch (error) {
    console.log(error.name, error.message);
  }
}

console.log(await text(Readable.fromWeb(web('a', 'b'))));
await show(Readable.fromWeb(web({ a: 1 }, 2), { objectMode: true }));
await show(
  Readable.fromWeb(
    new ReadableStream({
      pull(controller) {
        controller.error(new Error('the web broke'));
      },
    }),
  ),
);
let reason;
const endless = Readable.fromWeb(
  new ReadableStream({
    pull: (controller) => controller.enqueue('more'),
    cancel: (given) => (reason = given),
  }),
);
for await (const chunk of endless) {
  console.log(String(chunk));
  break;
}
console.log(reason?.name, endless.destroyed);

await show(Readable.toWeb(Readable.from([1, { b: 2 }])));
await show(Readable.toWeb(Readable.from([Buffer.from('hi')], { objectMode: false })));
await show(
  Readable.toWeb(
    new Readable({
      read() {
        this.destroy(new Error('node broke'));
      },
    }),
  ),
);
const source = Readable.from(['1', '2']);
const reader = Readable.toWeb(source).getReader();
console.log(await reader.read());
await reader.cancel('enough');
console.log(source.destroyed);

const got = [];
const sink = new WritableStream({
  write: (chunk) => void got.push(String(chunk)),
  close: () => void got.push('closed'),
});
await pipeline(Readable.from(['p', 'q']), Writable.fromWeb(sink));
console.log(got);
const broken = Writable.fromWeb(
  new WritableStream({
    write() {
      throw new Error('the sink broke');
    },
  }),
);
broken.on('error', ({ message }) => console.log(message));
broken.write('x');
await new Promise((resolve) => broken.on('close', resolve));

const through = new PassThrough();
const writer = Writable.toWeb(through).getWriter();
await writer.write('in ');
await writer.write('there');
void writer.close();
console.log(await text(through));
await web('z').pipeTo(
  Writable.toWeb(
    new Writable({
      write(chunk, _encoding, callback) {
        console.log('got', String(chunk));
        callback();
      },
    }),
  ),
);

const { readable, writable } = Duplex.toWeb(new PassThrough());
const both = writable.getWriter();
void both.write('both ways');
void both.close();
console.log(await text(readable));
const upper = new TransformStream({
  transform: (chunk, controller) => controller.enqueue(String(chunk).toUpperCase()),
});
const duplex = Duplex.fromWeb(upper, { encoding: 'utf8' });
duplex.end('shout');
console.log(await text(duplex));
for (const wrong of [() => Readable.fromWeb({}), () => Writable.fromWeb(5), () => Readable.toWeb({})]) {
  try {
    wrong();
  } catch ({ code, message }) {
    console.log(code, message);
  }
}
