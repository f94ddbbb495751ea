// A little of each small module, in a real Worker.
import async_hooks from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import crypto from 'node:crypto';
import diagnostics_channel from 'node:diagnostics_channel';
import { EventEmitter, on, once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { performance, PerformanceObserver } from 'node:perf_hooks';
import querystring from 'node:querystring';
import { StringDecoder } from 'node:string_decoder';
import url from 'node:url';
import util, { inspect, promisify } from 'node:util';

console.log(Buffer.from('héllo'), Buffer.from('héllo').toString('base64url'), Buffer.concat([Buffer.from('a'), Buffer.alloc(2)]));
console.log(new StringDecoder().write(Buffer.from([0xe6, 0xbc])) + '|', querystring.parse('a=1&a=2&b=%20'));
console.log(path.relative('/a/b/c', '/a/d'), url.fileURLToPath('file:///a%20b'), url.pathToFileURL('/x y').href);
console.log(crypto.createHash('sha512').update('x').digest('base64').slice(0, 20), crypto.createHmac('md5', 'k').update('v').digest('hex'));
console.log((await promisify(crypto.pbkdf2)('p', 's', 10, 16, 'sha256')).toString('hex'), (await promisify(crypto.randomBytes)(4)).length);
console.log(os.EOL === '\n', os.platform(), os.constants.signals.SIGTERM, typeof os.availableParallelism());

const emitter = new EventEmitter({ captureRejections: true });
setTimeout(() => emitter.emit('ready', 1, 2), 5);
console.log(await once(emitter, 'ready'));
setTimeout(() => { emitter.emit('tick', 1); emitter.emit('tick', 2); emitter.emit('stop'); }, 5);
for await (const [value] of on(emitter, 'tick', { close: ['stop'] })) console.log('tick', value);
emitter.on('error', (error) => console.log('captured', error.message));
emitter.on('work', async () => { throw new Error('rejected'); });
emitter.emit('work');

const storage = new async_hooks.AsyncLocalStorage();
storage.run('outer', () => {
  setTimeout(() => console.log('timer', storage.getStore()), 5);
  setImmediate(() => console.log('immediate', storage.getStore()));
  process.nextTick(() => console.log('tick', storage.getStore()));
  Promise.resolve().then(() => console.log('then', storage.getStore()));
});
console.log('outside', storage.getStore());

diagnostics_channel.subscribe('news', (message, name) => console.log(name, message));
diagnostics_channel.channel('news').publish({ hot: true });

new PerformanceObserver((list) => console.log(list.getEntries().map(({ name, entryType }) => [name, entryType]))).observe({ entryTypes: ['measure'] });
performance.mark('a');
performance.measure('a to now', 'a');

console.log(inspect({ deep: { er: { est: { x: 1 } } }, list: [1, , 3], map: new Map([[{ a: 1 }, 'b']]) }, { depth: 1 }));
console.log(util.format('%s %d %i %j %o', 'a', 1.5, 2.7, { b: 1 }, [3]), util.isDeepStrictEqual([{ a: 1 }], [{ a: 1 }]));
console.log(util.parseArgs({ args: ['-v', '--name', 'x'], options: { v: { type: 'boolean', short: 'v' }, name: { type: 'string' } } }).values);
console.table([{ name: 'one', value: 1 }, { name: 'two', value: 2 }]);
console.group('group'); console.log('inside\nlines'); console.groupEnd();
console.assert(1 === 2, 'assertion %s', 'text'); console.count(); console.count();
class Emitter extends EventEmitter { constructor() { super(); this.own = 1; } }
console.log(new Emitter(), new (class Foo extends Map {})([[1, 2]]), [class A {}, class B extends Map {}, function named() {}]);
