// What streams refuse, in which words, and who learns of it.
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const sink = (options) => new Writable({ write: (_chunk, _encoding, done) => done(), ...options });
const show = ({ name, code, message, constructor }) => console.log(name, code, message, constructor.name);

for (const [options, chunk] of [
  [{}, 5],
  [{}, null],
  [{ objectMode: true }, null],
  [{}, {}],
]) {
  try {
    sink(options).write(chunk);
  } catch (error) {
    show(error);
    console.log(Object.keys(error), String(error));
  }
}

const pushing = new Readable({
  read() {
    this.push(5);
  },
});
pushing.on('error', show).resume();
await new Promise((resolve) => pushing.on('close', resolve));

// A stream of objects into one of bytes: the one that cannot take a chunk is destroyed, and a pipeline rejects.
const source = Readable.from([1, 2]);
const destination = sink().on('error', show);
source.pipe(destination);
await new Promise((resolve) => destination.on('close', resolve));
await pipeline(Readable.from([1]), sink()).catch(show);
await pipeline(Readable.from(['a']), new PassThrough(), sink()).then(() => console.log('went through'));

const ended = new PassThrough();
ended.on('error', show);
ended.end();
ended.write('late');
await new Promise((resolve) => ended.on('close', resolve));
for (const make of [
  () => Readable.from(5),
  () => new Readable().setEncoding('none'),
  () => sink().setDefaultEncoding('none'),
]) {
  try {
    make();
  } catch (error) {
    show(error);
  }
}
const unpiped = new PassThrough();
const end = sink();
end
  .on('pipe', () => console.log('pipe'))
  .on('unpipe', () => console.log('unpipe', unpiped.listenerCount('data')));
unpiped.pipe(end);
console.log(unpiped.listenerCount('data'));
unpiped.unpipe(end);
new Readable().on('error', show).read();
