// What is piped into the standard streams ends, and they go on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const child = spawn(process.execPath, ['-e', 'console.log("from the child"); console.error("its error")']);
child.stdout.pipe(process.stdout);
await once(child, 'close');
child.stderr.pipe(process.stderr);
console.log('after the child');

const lines = Readable.from(['a line\n', 'another\n']);
lines.pipe(process.stdout);
await once(lines, 'close');
const file = createReadStream('lines.txt');
file.pipe(process.stdout);
await once(file, 'close');
await pipeline(Readable.from(['a pipeline\n']), process.stdout, { end: false });
console.log(process.stdout.writableEnded, process.stdout.writable);
console.error('and errors, too');
