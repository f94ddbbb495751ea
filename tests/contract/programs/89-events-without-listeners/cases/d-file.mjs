import { createReadStream } from 'node:fs';

createReadStream('/nope');
