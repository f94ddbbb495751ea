// The order of microtasks around every kind of waiting, and the stacks of errors in between.
import { AsyncLocalStorage } from 'node:async_hooks';

const log = [];
let id = 0;
const race = async (name, run) => {
  const clock = (async () => { for (let tick = 1; tick <= 12; tick++) { await null; log.push(`${tick}`); } })();
  await Promise.all([run((what) => log.push(`${name} ${what}`)), clock]);
  console.log(log.splice(0).join(' | '));
};
const native = () => Promise.resolve('native');
const subclass = () => new (class extends Promise {})((resolve) => resolve('sub'));
const thenable = () => ({ then: (resolve) => resolve('thenable') });

async function all(phase) {
  for (const make of [native, subclass, thenable, () => 'plain', async () => native(), async () => await native()]) {
    await race(`${phase} ${id++}`, async (say) => { say(await make()); say(await make()); });
  }
  await race(`${phase} rejects`, async (say) => { try { await Promise.reject('no'); } catch (error) { say(error); } finally { say('finally'); } try { return await (async () => { throw 'inner'; })(); } catch (error) { say(error); } });
  await race(`${phase} loops`, async (say) => { for await (const x of [1, native(), thenable()]) say(x); say('done'); });
  await race(`${phase} breaks`, async (say) => { const gen = (async function* () { try { yield 1; yield 2; } finally { say('closed'); await null; say('closed, later'); } })(); for await (const x of gen) { say(x); break; } say('after'); });
  await race(`${phase} delegates`, async (say) => { const gen = (async function* () { yield* [native(), 2]; return await native(); })(); for (let step; !(step = await gen.next()).done; ) say(step.value); });
  await race(`${phase} then`, (say) => native().then(say).then(() => native()).then(say).finally(() => say('end')));
}

await all('before');
new AsyncLocalStorage().run('in use', () => undefined);
await all('after');

async function thrower() {
  await null;
  throw new Error('thrown'
  );
}
async function caller(
) {
  return [ 'some columns', await
    thrower() ];
}
const arrow = async (x) => await (await caller(x), await 1);
try {
  for await (const _ of [1]) await arrow(2);
} catch (error) {
  console.log(error.stack);
}
const missing = async () => { await null; const a = 1; return await (a + nothing.of(await 2)); };
await missing().catch(({ stack }) => console.log(stack));
await (await null, missing());
