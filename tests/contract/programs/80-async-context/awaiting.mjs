// Nothing here knows of the storage.
export async function fail() {
  await null;
  throw new Error('failed');
}
export async function* sequence(length, failAt) {
  for (let n = 1; n <= length; n++) {
    await null;
    if (n - 1 === failAt) throw new Error(`no step ${n}`);
    yield n;
  }
}
export const thenable = () => ({ then: (resolve) => setTimeout(resolve, 1) });
