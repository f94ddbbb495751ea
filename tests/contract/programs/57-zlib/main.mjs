// zlib: streams in pieces, flushes, callbacks, errors, and files through a pipeline.
import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib, { createGunzip, createGzip } from 'node:zlib';
import { Worker } from 'node:worker_threads';

const text = 'In a pipe, bytes wait for their reader. '.repeat(5000);

// A file, there and back.
writeFileSync('plain.txt', text);
await pipeline(createReadStream('plain.txt'), createGzip({ level: 9 }), createWriteStream('packed.gz'));
await pipeline(createReadStream('packed.gz'), createGunzip(), createWriteStream('again.txt'));
console.log(readFileSync('packed.gz').length, readFileSync('again.txt', 'utf8') === text);

// Piece by piece: what a flush makes available at once.
const deflate = zlib.createDeflate();
const inflate = zlib.createInflate();
const seen = [];
deflate.on('data', (chunk) => inflate.write(chunk));
inflate.on('data', (chunk) => seen.push(String(chunk)));
for (const word of ['first', 'second', 'third']) {
  deflate.write(word);
  await new Promise((resolve) => deflate.flush(zlib.constants.Z_SYNC_FLUSH, resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  console.log(seen.splice(0), deflate.bytesWritten, inflate.bytesWritten > 0);
}
deflate.end();

// Events of a stream, in order.
const log = [];
const gzip = zlib.createGzip({ chunkSize: 1024 });
for (const name of ['prefinish', 'finish', 'end', 'close']) gzip.on(name, () => log.push(name));
gzip.resume().end('some data');
await new Promise((resolve) => gzip.on('close', resolve));
console.log(log, gzip.destroyed, gzip.bytesWritten);

// Callbacks and promises, beside what else is queued.
const order = [];
zlib.gzip('x', () => order.push('gzip'));
process.nextTick(() => order.push('tick'));
Promise.resolve().then(() => order.push('microtask'));
await promisify(zlib.deflate)('y');
console.log(order);
for (const name of ['deflate', 'deflateRaw', 'gzip']) {
  const packed = await promisify(zlib[name])(text);
  console.log(name, packed.length, String(await promisify(zlib[{ deflate: 'inflate', deflateRaw: 'inflateRaw', gzip: 'unzip' }[name]])(packed)) === text);
}
zlib.gzip(text, { info: true }, (error, { buffer, engine }) => console.log(error, buffer.length, engine.constructor.name, engine.bytesWritten));

// Errors: of the data, of the options, of the stream.
const refused = (error) => console.log(`${error.name} ${error.code} ${error.errno} ${error.message}`);
await promisify(zlib.gunzip)('no gzip at all').catch(refused);
await promisify(zlib.inflate)(zlib.deflateSync('cut off').subarray(0, 6)).catch(refused);
await promisify(zlib.gunzip)(zlib.gzipSync(text), { maxOutputLength: 100 }).catch(refused);
await pipeline(Readable.from([Buffer.from([120, 156, 1, 2, 3, 4, 5])]), zlib.createInflate(), async (source) => { for await (const _ of source); }).catch(refused);
for (const wrong of [() => zlib.gzip('x'), () => zlib.gzipSync('x', { level: 77 }), () => zlib.createGzip({ chunkSize: 3 }), () => zlib.gunzipSync(7)]) {
  try { wrong(); } catch (error) { refused(error); }
}
const broken = zlib.createGunzip();
broken.on('error', (error) => { refused(error); console.log(broken.destroyed); });
broken.write('nonsense');

// In pieces of one byte, and with several members.
const members = Buffer.concat([zlib.gzipSync('one, '), zlib.gzipSync('two'), Buffer.alloc(3)]);
let joined = '';
for await (const chunk of Readable.from(Array.from(members, (byte) => Buffer.of(byte))).pipe(zlib.createUnzip())) joined += chunk;
console.log(joined);

// In a worker.
new Worker(`
  const { parentPort } = require('worker_threads');
  const zlib = require('zlib');
  parentPort.postMessage(zlib.gunzipSync(zlib.gzipSync('from a worker')).toString());
`, { eval: true }).on('message', (message) => console.log(message));
