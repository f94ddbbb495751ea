const { inspect, promisify, types } = require('node:util');

const proxy = new Proxy({ a: 1 }, { get: () => 5 });
console.log(proxy, [proxy], inspect(proxy, { showProxy: true }));
console.log(types.isProxy(proxy), types.isProxy({}), types.isProxy(1));
console.log(new Proxy(function f() {}, {}), new Proxy(new Proxy({}, {}), {}), new Proxy([1, 2], {}));
const { proxy: revocable, revoke } = Proxy.revocable([1], {});
console.log(revocable);
revoke();
console.log(revocable, Proxy, Proxy.name, Proxy.length, 'prototype' in Proxy, WebAssembly);
for (const wrong of [() => Proxy({}, {}), () => new Proxy(1, {}), () => Proxy.revocable()]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.message);
  }
}

class Named {
  get [Symbol.toStringTag]() {
    return 'Tag';
  }
}
class Numbers extends Map {}
const tagged = Object.defineProperty(new TypeError('tagged'), Symbol.toStringTag, { value: 'Error' });
tagged.stack = 'TypeError: tagged\n    at nowhere';
console.log(new Named(), new Numbers([[1, 2]]), tagged);
console.log([new Map([[1, 2]]), new Set([1]), new Date(0), /x/].map((it) => Object.setPrototypeOf(it, null)));
console.log(new TextEncoder(), new TextDecoder('utf-16le'));
console.log(inspect(new Event('ready')).replace(/[\d.]+(?=\n})/, '<ms>'));

const required = require('./exports.mjs');
console.log(required, types.isModuleNamespaceObject(required));
import('./live.mjs').then(async (live) => {
  console.log(live);
  live.bump();
  console.log(live, require('./live.mjs'));
  // Without `node:timers`, too.
  console.log(await promisify(setTimeout)(1, 'later'), await promisify(setImmediate)('soon'));
});
