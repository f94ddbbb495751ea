import { describe, expect, test } from 'vitest';
import { readSnapshot, writeSnapshot } from '#runtime/host/api/snapshot.ts';

/** What `snapshot()` of `@webcontainer/snapshot` 0.1.0 makes of the tree below. */
const recorded =
  'gaFkg6VlbXB0eYGhZICjbGligaFkgadyYXcuYmlugaFmgaFjxAP/AICobWFpbi5tanOBoWaBoWPEEWNvbnNvbGUubG9nKCLDqSIp';
const tree = {
  d: {
    empty: { d: {} },
    lib: { d: { 'raw.bin': { f: { c: Uint8Array.of(255, 0, 128) } } } },
    'main.mjs': { f: { c: new TextEncoder().encode('console.log("é")') } },
  },
};

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? [...inner] : inner)),
  );

describe('readSnapshot()', () => {
  test('reads what @webcontainer/snapshot made', () => {
    expect(plain(readSnapshot(Uint8Array.from(Buffer.from(recorded, 'base64'))))).toEqual(plain(tree));
  });

  test.each([
    ['what writeSnapshot() made', tree],
    ['long texts, contents and directories', large()],
    ['links', { d: { link: { f: { l: 'target' } } } }],
  ])('reads %s', (_what, made) => {
    expect(plain(readSnapshot(writeSnapshot(made)))).toEqual(plain(made));
  });

  test.each([
    ['nothing', new Uint8Array(0), 'it ends after 0 bytes'],
    ['half of one', writeSnapshot(tree).subarray(0, 40), 'it ends after 40 bytes'],
    ['something else', new TextEncoder().encode('PK'), 'a value of the type 0x50 stands at byte 0'],
    ['a map of something else', Uint8Array.of(0x81, 0xa1, 0x78, 0xc3), 'it holds no directory'],
  ])('refuses %s, and says why', (_what, bytes, why) => {
    expect(() => readSnapshot(bytes)).toThrow(why);
  });
});

function large() {
  const entries = Array.from({ length: 70_000 }, (_, index) => [`file ${index}`, { f: { l: 'x' } }] as const);
  return {
    d: {
      ['n'.repeat(300)]: { f: { c: new Uint8Array(300) } },
      content: { f: { c: new Uint8Array(70_000) } },
      many: { d: Object.fromEntries(entries) },
    },
  };
}
