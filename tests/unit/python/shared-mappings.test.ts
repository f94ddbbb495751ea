import { beforeEach, expect, test } from 'vitest';
import { CMemory } from '../../../src/runtime/python/c-memory.ts';
import { SharedMappings } from '../../../src/runtime/python/shared-mappings.ts';
import type { KernelGate } from '../../../src/runtime/python/system-call-context.ts';

const ADDRESS = 1024;
const SEGMENT = 64;

/** A process that has mapped the same file as all others. */
class MappingProcess {
  readonly bytes = new Uint8Array(4096);
  readonly mappings = new SharedMappings(new CMemory(() => this.bytes));

  constructor(segmentMemory: SharedArrayBuffer, sizeBytes: number) {
    const callSync = (name: string): unknown =>
      name === 'memory.map' ? { offset: SEGMENT, sizeBytes } : undefined;
    this.mappings.connect({ callSync } as unknown as KernelGate, segmentMemory);
    this.mappings.map(3, 0, sizeBytes, () => ADDRESS);
  }

  get memory(): DataView {
    return new DataView(this.bytes.buffer, ADDRESS);
  }
}

let segmentMemory: SharedArrayBuffer;
let one: MappingProcess;
let other: MappingProcess;

beforeEach(() => {
  segmentMemory = new SharedArrayBuffer(8192);
  one = new MappingProcess(segmentMemory, 1000);
  other = new MappingProcess(segmentMemory, 1000);
});

function synchronize(...processes: MappingProcess[]): void {
  for (const { mappings } of processes) mappings.synchronize();
}

test('what one process stores is there for the other once both have synchronised', () => {
  one.memory.setFloat64(992, 1.5);
  synchronize(other);
  expect(other.memory.getFloat64(992)).toBe(0);
  synchronize(one, other);
  expect(other.memory.getFloat64(992)).toBe(1.5);
});

test('two processes that store neighbouring bytes keep both', () => {
  one.memory.setUint8(0, 1);
  other.memory.setUint8(1, 2);
  synchronize(one, other, one);
  expect([one, other].map(({ memory }) => memory.getUint16(0))).toEqual([0x0102, 0x0102]);
});

test('an old value is not stored again over a new one', () => {
  one.memory.setInt32(0, 1);
  synchronize(one, other);
  other.memory.setInt32(0, 2);
  synchronize(other, one, other, one);
  expect([one, other].map(({ memory }) => memory.getInt32(0))).toEqual([2, 2]);
});

test('a load fetches and a store sends a value without synchronising the rest', () => {
  one.memory.setInt32(8, 7);
  one.memory.setInt32(16, 8);
  one.mappings.store(ADDRESS + 8, 4);
  other.mappings.load(ADDRESS + 8, 4);
  other.mappings.load(ADDRESS + 16, 4);
  expect([other.memory.getInt32(8), other.memory.getInt32(16)]).toEqual([7, 0]);
});

test('an increment between a load and a store of another process is lost, as it is on one memory', () => {
  const read = ({ mappings, memory }: MappingProcess): number => {
    mappings.load(ADDRESS, 8);
    return Number(memory.getBigInt64(0, true));
  };
  const write = ({ mappings, memory }: MappingProcess, value: number): void => {
    memory.setBigInt64(0, BigInt(value), true);
    mappings.store(ADDRESS, 8);
  };
  const seen = read(one);
  write(other, read(other) + 1);
  write(one, seen + 1);
  expect([read(one), read(other)]).toEqual([1, 1]);
});

test('only the parts in use are looked at, once any are named', () => {
  one.mappings.use(ADDRESS + 100, 4);
  one.memory.setInt32(100, 5);
  one.memory.setInt32(200, 6);
  synchronize(one, other);
  expect([other.memory.getInt32(100), other.memory.getInt32(200)]).toEqual([5, 0]);
});

test('a part that a process maps twice is one memory, until it has been unmapped twice', () => {
  expect(one.mappings.map(3, 0, 1000, () => 2048)).toBe(ADDRESS);
  expect([one.mappings.unmap(ADDRESS), one.mappings.unmap(ADDRESS)]).toEqual([false, true]);
  expect(one.mappings.map(3, 0, 1000, () => 2048)).toBe(2048);
});
