import test, { describe, it } from 'node:test';
test('plain', () => console.log('never'));
test.only('only one', () => {});
test('with the option', { only: true }, async (t) => { await t.test('below', () => {}); });
test('without', { only: false }, () => {});
describe('suite beside', () => { it('in it', () => {}); });
