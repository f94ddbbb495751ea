import { writeSync } from 'node:fs';
import net from 'node:net';

writeSync(3, 'a line for descriptor 3');
const channel = new net.Socket({ fd: 4 });
channel.pipe(channel);
