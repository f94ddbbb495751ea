import { EventEmitter } from 'node:events';

const emitter = new EventEmitter();
const error = new TypeError('made before');
setTimeout(() => emitter.emit('error', error), 1);
