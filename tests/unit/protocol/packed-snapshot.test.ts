import { expect, test } from 'vitest';
import { packSnapshot, PAGE_BYTES, readSnapshot } from '../../../src/runtime/protocol/packed-snapshot.ts';
import { xorWithDataSegments } from '../../../src/runtime/protocol/wasm-data-segments.ts';

const HEADER_BYTES = 128;

test('a packed snapshot has the header, and the pages that are not empty, with where they belong', () => {
  const { header, memoryBytes, runs } = readSnapshot(packSnapshot(snapshotWith({ 1: 11, 2: 22, 5: 55 })));
  expect(header.slice(0, 8)).toEqual(Uint8Array.of(7, 0, 0, 0, HEADER_BYTES, 0, 0, 0));
  expect(memoryBytes).toBe(8 * PAGE_BYTES);
  expect(runs.map(({ address, bytes }) => [address / PAGE_BYTES, bytes.length / PAGE_BYTES])).toEqual([
    [1, 2],
    [5, 1],
  ]);
  expect(runs.map(({ bytes }) => bytes[0])).toEqual([11, 55]);
  expect(runs[0]!.bytes[PAGE_BYTES]).toBe(22);
});

test('data segments are taken away and put back, where they lie in pages that are there', () => {
  // From the last byte of page 0, which is empty, into page 1.
  const machine = machineWithData(PAGE_BYTES - 1, [1, 2, 3]);
  const original = packSnapshot(snapshotWith({ 1: 2, 2: 9 }));
  const packed = original.slice();
  xorWithDataSegments(packed, machine);
  expect([...readSnapshot(packed).runs[0]!.bytes.subarray(0, 2)]).toEqual([0, 3]);
  xorWithDataSegments(packed, machine);
  expect(packed).toEqual(original);
});

/** As Pyodide takes it: a header, then the memory, here with one byte at the beginning of some pages. */
function snapshotWith(pages: Readonly<Record<number, number>>): Uint8Array<ArrayBuffer> {
  const snapshot = new Uint8Array(HEADER_BYTES + 8 * PAGE_BYTES);
  new Uint32Array(snapshot.buffer).set([7, HEADER_BYTES]);
  for (const [page, byte] of Object.entries(pages)) snapshot[HEADER_BYTES + Number(page) * PAGE_BYTES] = byte;
  return snapshot;
}

/** A WebAssembly module that has a data section only. */
function machineWithData(address: number, data: readonly number[]): Uint8Array {
  const leb = (value: number): number[] => [(value & 0x7f) | 0x80, value >> 7];
  const segment = [0, 0x41, ...leb(address), 0x0b, data.length, ...data];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 11, segment.length + 1, 1, ...segment);
}
