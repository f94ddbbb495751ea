import { expect, test } from 'vitest';
import { memoryImports } from '#runtime/python/memory-imports.ts';
import type { SystemCallContext } from '#runtime/python/system-call-context.ts';

const MiB = 2 ** 20;

/** A memory of no contents that Emscripten would make as large as it is asked to. */
function growingMemory() {
  const memory = { sizeBytes: 32 * MiB };
  const context = {
    memory: {
      get bytes() {
        return { length: memory.sizeBytes };
      },
    },
    own: (_name: string, wantedBytes: number) => {
      memory.sizeBytes = wantedBytes >>> 0;
      return 1;
    },
  } as unknown as SystemCallContext;
  const imports = memoryImports(context);
  return Object.assign(memory, {
    grow: (wantedBytes: number) => imports.emscripten_resize_heap(wantedBytes),
  });
}

test('the memory of an interpreter grows to one GiB', () => {
  const memory = growingMemory();
  expect(memory.grow(64 * MiB)).toBe(1);
  expect(memory.grow(1024 * MiB)).toBe(1);
  expect(memory.sizeBytes).toBe(1024 * MiB);
});

test('more is refused, also where C sees a negative number', () => {
  const memory = growingMemory();
  expect(memory.grow(1025 * MiB)).toBe(0);
  expect(memory.grow((3 * 1024 * MiB) | 0)).toBe(0);
  expect(memory.sizeBytes).toBe(32 * MiB);
});

test('after a refusal a little more is given, for the traceback, but not without end', () => {
  const memory = growingMemory();
  memory.grow(1024 * MiB);
  expect(memory.grow(1025 * MiB)).toBe(0);
  expect(memory.grow(1025 * MiB)).toBe(1);
  expect(memory.grow(1032 * MiB)).toBe(0);
  for (let asked = 0; asked < 1000; asked++) memory.grow(memory.sizeBytes + MiB);
  expect(memory.sizeBytes).toBe(1152 * MiB);
});
