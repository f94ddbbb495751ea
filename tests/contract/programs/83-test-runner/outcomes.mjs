import test, { describe, it, before, after, beforeEach, afterEach, mock } from 'node:test';
import assert from 'node:assert';

test('passes', () => {});
test('async passes', async () => { await null; });
test('fails', () => { assert.equal(1, 2); });
test('skipped', { skip: true }, () => {});
test('skip reason', { skip: 'because' }, () => {});
test('todo', { todo: true }, () => {});
test('todo fails', { todo: 'later' }, () => { throw new Error('x'); });
test('callback', (t, done) => setImmediate(done));
test('sub', async (t) => { await t.test('one', () => {}); await t.test('two', () => { throw 'bad'; }); t.diagnostic('hello'); });
describe('suite', () => { before(() => {}); beforeEach(() => {}); it('a', () => {}); it.skip('b', () => {}); it.todo('c'); it('d', () => { throw 'text'; }); });
describe('empty', () => {});
test('mock', (t) => { const f = t.mock.fn((a) => a + 1); assert.equal(f(1), 2); assert.equal(f.mock.callCount(), 1); });
test('method', (t) => { const o = { f() { return 1; } }; const f = t.mock.method(o, 'f', () => 2); assert.equal(o.f(), 2); t.after(() => console.log(f.mock.callCount(), o.f())); });
const once = mock.fn(() => 1); once.mock.mockImplementationOnce(() => { throw new Error('once'); });
try { once('a'); } catch ({ message }) { console.log(message); }
console.log(once(), once.mock.calls.map(({ arguments: args, result, error }) => [args.length, result, error?.message]));
