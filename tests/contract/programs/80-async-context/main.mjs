// What AsyncLocalStorage holds wherever an async function may come back from waiting.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile as readFileLater } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createRequire } from 'node:module';
import { fail, sequence, thenable } from './awaiting.mjs';

const storage = new AsyncLocalStorage();
const tell = (what) => console.log(what, storage.getStore());
// Others that wait meanwhile, each in a context of its own.
const noise = (id) => storage.run(`noise ${id}`, async () => { for (let i = 0; i < 200; i++) await null; });
for (let id = 0; id < 3; id++) void noise(id);

await storage.run('resolved', async () => {
  await null; tell('after null');
  await delay(1); tell('after a delay');
  await readFile(new URL(import.meta.url)); tell('after a file');
  await thenable(); tell('after a thenable');
  tell(`in a call ${await null, storage.getStore()} and ${await delay(1, 'late')}`);
  const both = [await 1, storage.getStore(), await (await Promise.resolve(delay)).call(null, 1, 2)];
  console.log(both);
});
tell('outside');

await storage.run('rejected', async () => {
  try { await fail(); } catch (error) { tell(`caught ${error.message}`); }
  try { await delay(1); await fail(); } catch { tell('caught late'); } finally { tell('finally'); }
  try { try { await fail(); } finally { tell('inner finally'); await null; tell('inner finally, later'); } } catch { tell('outer catch'); }
  const { signal } = AbortSignal.abort ? { signal: AbortSignal.abort() } : {};
  try { await delay(1000, 0, { signal }); } catch (error) { tell(error.name); }
  try { storage.enterWith('entered'); throw new Error('at once'); } catch { tell('thrown at once'); }
  await fail().catch(() => tell('in catch()')).finally(() => tell('in finally()'));
  await Promise.all([1, 2].map(async (n) => { await delay(n); tell(`mapped ${n}`); }));
});

await storage.run('loops', async () => {
  for await (const n of sequence(3)) tell(`step ${n}`);
  tell('after the loop');
  outer: for await (const a of [delay(1, 'a'), 'b', 'c']) {
    for await (const n of sequence(2)) { if (a === 'b') continue outer; if (a === 'c') break outer; await null; tell(`${a}${n}`); }
  }
  tell('after labels');
  for await (const n of sequence(2)) storage.enterWith(`entered in step ${n}`);
  tell('after entering');
  try { for await (const n of sequence(2)) { await null; throw new Error(`in step ${n}`); } } catch (error) { tell(error.message); }
  try { for await (const n of sequence(Infinity, 2)) if (n > 1) tell(n); } catch (error) { tell(error.message); }
  const first = async () => { for await (const n of sequence(2)) return n; };
  tell(`first ${await first()}`);
});

async function* generator() {
  tell('generator starts');
  try { tell(`sent ${yield await delay(1, 'one')}`); await null; tell('generator waits'); yield 2; } finally { console.log('generator ends'); }
}
const generated = storage.run('made', () => generator());
console.log(await storage.run('first', () => generated.next()));
console.log(await storage.run('second', () => generated.next('x')));
console.log(await storage.run('third', () => generated.return('r')));

const enter = async () => { await null; storage.enterWith('inner'); };
const enterAtOnce = async () => { storage.enterWith('at once'); await null; };
await storage.run('caller', async () => { await enter(); tell('after enter'); await enterAtOnce(); tell('after entering at once'); });

class Service {
  name = 'service';
  async #secret() { await null; return storage.getStore(); }
  async method(a, b) { 'use strict'; return [this.name, a, b, arguments.length, await this.#secret(), storage.getStore()]; }
  static arrow = async (a, { b } = {}) => /* => */ (await b, storage.getStore());
}
console.log(await storage.run('class', () => new Service().method(1, 2)), await storage.run('arrow', () => Service.arrow(1, { b: 2 })));
console.log(Service.arrow.name, Service.arrow.length, Service.arrow.toString());
console.log(await storage.run('cjs', createRequire(import.meta.url)('./common.cjs')));

storage.run('callbacks', () => {
  setTimeout(async () => { await null; tell('timer'); }, 1);
  setImmediate(async () => { await null; tell('immediate'); });
  process.nextTick(async () => { await null; tell('tick'); });
  queueMicrotask(async () => { await null; tell('microtask'); });
});
await delay(20);
storage.run('callbacks', () => readFileLater(new URL(import.meta.url), async () => { await null; tell('file'); }));
await delay(20);
tell('at the end');

const inWorker = async () => { await null; require('worker_threads').parentPort.postMessage('from the text of a function'); };
new Worker(`(${inWorker})()`, { eval: true }).on('message', console.log);
