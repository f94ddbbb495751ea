import { describe, expect, test } from 'vitest';
import { KeptEdits, type EditsStorage } from '#playground/kept-edits.ts';

const originals = { 'main.mjs': 'one\n', 'task.mjs': 'two\n' };
const edited = { ...originals, 'main.mjs': 'one!\n' };

function memory(entries: [string, string][] = []): EditsStorage & { entries: Map<string, string> } {
  const map = new Map(entries);
  return {
    entries: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

describe('KeptEdits', () => {
  test('gives back what was kept', () => {
    const storage = memory();
    expect(new KeptEdits(storage, 'pool', 'v1').keep(edited, originals)).toBe(true);
    expect(new KeptEdits(storage, 'pool', 'v1').read()).toEqual({ files: edited, isCurrent: true });
  });

  test('keeps each example apart', () => {
    const storage = memory();
    new KeptEdits(storage, 'pool', 'v1').keep(edited, originals);
    expect(new KeptEdits(storage, 'race', 'v1').read()).toBeUndefined();
  });

  test('says when the example has changed since', () => {
    const storage = memory();
    new KeptEdits(storage, 'pool', 'v1').keep(edited, originals);
    expect(new KeptEdits(storage, 'pool', 'v2').read()).toEqual({ files: edited, isCurrent: false });
  });

  test('forgets edits that restored the original', () => {
    const storage = memory();
    const kept = new KeptEdits(storage, 'pool', 'v1');
    kept.keep(edited, originals);
    kept.keep(originals, originals);
    expect(storage.entries.size).toBe(0);
  });

  test.each(['', 'no JSON', '{}', '{"version":"v1","files":3}', '{"version":"v1","files":{"a":1}}'])(
    'takes %j for nothing',
    (text) => {
      const storage = memory([['interleave:edits:pool', text]]);
      expect(new KeptEdits(storage, 'pool', 'v1').read()).toBeUndefined();
    },
  );

  test('says that edits were not kept when the storage is full', () => {
    const full: EditsStorage = {
      ...memory(),
      setItem: () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      },
    };
    expect(new KeptEdits(full, 'pool', 'v1').keep(edited, originals)).toBe(false);
  });

  test('says that edits were not kept when there is no storage', () => {
    expect(new KeptEdits(undefined, 'pool', 'v1').keep(edited, originals)).toBe(false);
  });
});
