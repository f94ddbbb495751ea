const { AsyncLocalStorage } = require('async_hooks');
const own = new AsyncLocalStorage();
module.exports = async () => {
  'use strict'
  const seen = [];
  await own.run('own', async () => {
    const more = await import('./awaiting.mjs')
    try { await more.fail() } catch { seen.push(own.getStore()) }
    for await (const n of more.sequence(1))
      seen.push(n, own.getStore())
  })
  seen.push(own.getStore());
  return seen;
};
