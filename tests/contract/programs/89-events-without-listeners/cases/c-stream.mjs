import { Readable } from 'node:stream';

const stream = new Readable({ read() {} });
setTimeout(() => stream.destroy(new Error('stream gone')), 1);
