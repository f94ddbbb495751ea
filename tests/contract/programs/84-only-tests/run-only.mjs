import test from 'node:test';
test('runOnly', async (t) => {
  t.runOnly(true);
  await t.test('skipped', () => {});
  await t.test('ran', { only: true }, () => {});
  t.runOnly(false);
  await t.test('ran, too', () => {});
});
