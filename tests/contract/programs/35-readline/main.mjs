// Lines and questions from a stream that arrives in pieces.
import { createInterface } from 'node:readline';
import { createInterface as promised } from 'node:readline/promises';
import { PassThrough, Readable } from 'node:stream';

for await (const line of createInterface({ input: Readable.from(['one\ntw', 'o\r\nthree']) })) console.log(line);

const input = new PassThrough();
const reader = promised({ input, output: process.stdout });
setTimeout(() => input.write('Ada\n'), 5);
console.log('answer:', await reader.question('name? '));
setTimeout(() => input.end('36\n'), 5);
console.log('answer:', await reader.question('age? '));
reader.on('close', () => console.log('closed'));
