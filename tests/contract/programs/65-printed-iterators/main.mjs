// Iterators of Maps and Sets are printed with what is left in them, and printing takes nothing away.
import { inspect } from 'node:util';

const map = new Map([['a', 1], [{ b: 2 }, [3]]]);
const set = new Set([1, 'two']);
console.log(map.keys(), map.values(), map.entries(), map[Symbol.iterator](), set.values(), set.entries());
console.log(new Set().values(), new Map().keys());
console.log(inspect(set.values(), { compact: false }), inspect(map.keys(), { showHidden: true }), [map.keys()], { in: set.values() });
console.log('%o', new Set([1]).values(), inspect(new Map([[1, { a: { b: { c: {} } } }]]).entries()));

const iterator = new Set(['x', 'y', 'z']).values();
console.log(iterator, iterator.next(), iterator, [...iterator], iterator.next(), iterator);
const entries = map.entries();
entries.next();
console.log(entries);
for (const [key] of entries) console.log(key);
console.log(Array.from(map.keys()), Math.max(...new Set([1, 2])), map.keys().next.name);

// Others.
class Named extends Map {}
console.log(new Named([[1, 2]]).keys(), [1, 2].values(), 'ab'[Symbol.iterator](), (function* () {})(), 'a'.matchAll(/a/g));
console.log(inspect(new WeakSet([{}])), Object.assign(set.values(), { extra: 1 }));
