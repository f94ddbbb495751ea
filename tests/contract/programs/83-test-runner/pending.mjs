import test, { after, describe, it } from 'node:test';
const awaited = await test('awaited', () => {});
console.log('awaited', awaited);
test('throws later', (t, done) => { setTimeout(() => { throw new Error('later'); }, 1); setTimeout(done, 20); });
test('never ends', () => new Promise(() => {}));
