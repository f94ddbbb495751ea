// What decoders refuse, and modules that `require()` cannot load: words, codes, and who is named.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
async function attempt(title, run) {
  try {
    console.log(title, await run());
  } catch ({ name, code, message, requireStack }) {
    console.log(title, name, code, message.replaceAll(import.meta.dirname, '<folder>'), requireStack?.length);
  }
}

writeFileSync('awaits.mjs', 'await 1');
writeFileSync('inner.cjs', 'require("./awaits.mjs")');
writeFileSync('outer.cjs', 'require("./inner.cjs")');
await attempt('awaits', () => require('./awaits.mjs'));
await attempt('nested', () => require('./outer.cjs'));
await attempt('imported', () => import('./inner.cjs'));
writeFileSync('first.cjs', 'require("./second.mjs")');
writeFileSync('second.mjs', 'import "./first.cjs"');
await attempt('cycle', () => import('./second.mjs'));

for (const [convert, ...args] of [[atob, '*'], [atob, 'eA=='], [btoa, 'é€'], [btoa, 5], [atob], [btoa]])
  await attempt(convert.name, () => convert(...args));
const decode = (bytes, ...args) => new TextDecoder(...args).decode(bytes);
await attempt('label', () => decode(new Uint8Array(1), 'bogus'));
await attempt('latin1', () => new TextDecoder('latin1').encoding);
await attempt('fatal', () => decode(new Uint8Array([0xff]), 'utf-8', { fatal: true }));
await attempt('odd', () => decode(new Uint8Array([1]), 'utf-16le', { fatal: true }));
await attempt('number', () => decode(5));
await attempt('nothing', () => [decode(), TextDecoder.name, new TextDecoder().constructor === TextDecoder]);
