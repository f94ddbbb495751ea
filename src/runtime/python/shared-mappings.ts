import type { CMemory } from './c-memory.ts';
import type { KernelGate } from './system-call-context.ts';

/** A file that this process and others have mapped. Sizes and offsets are in bytes. */
interface Mapping {
  readonly address: number;
  readonly sizeBytes: number;
  /** What the kernel calls it; it may begin before the part that is mapped here. */
  readonly segment: number;
  /** Where the mapped part begins in segment memory. */
  readonly shared: number;
  /** What was here when it was last the same everywhere. */
  readonly twin: Uint8Array<ArrayBuffer>;
  /** How often it has been mapped. */
  count: number;
  /** The parts that are in use, or `null` when that is not known and all may be. */
  used: Part[] | null;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** How much of a process's time may go into keeping large mappings the same while nothing else calls for it. */
const IDLE_SHARE = 0.05;

/**
 * The facility `mappings`: memory that processes share, though each interpreter's memory is its own.
 *
 * The program works on a copy in its interpreter's memory. At each point where processes synchronise (a lock or semaphore,
 * a descriptor, a system call), and otherwise every few milliseconds, what has changed here since the last time goes to
 * segment memory, and what has changed there comes here. What changed on both sides is merged by bytes, so that neighbours
 * do not undo each other's work; of two stores to the same bytes the later point wins, as stores without a lock may.
 *
 * `load` and `store` do the same for a few bytes at once: with them an access is as immediate as on shared memory.
 */
export class SharedMappings {
  readonly #memory: CMemory;
  #gate: KernelGate | null = null;
  #segments = new SharedArrayBuffer(0);
  readonly #byAddress = new Map<number, Mapping>();
  #nextIdleMs = 0;

  constructor(memory: CMemory) {
    this.#memory = memory;
  }

  /** From now on files can be mapped. */
  connect(gate: KernelGate, segmentMemory: SharedArrayBuffer): void {
    this.#gate = gate;
    this.#segments = segmentMemory;
  }

  get isConnected(): boolean {
    return this.#gate !== null;
  }

  /**
   * Maps a part of an open file. A part that is mapped here already is the same memory, as it is to its process on Linux.
   * @param allocate gives zeroed memory of that many bytes, a multiple of 8; 0 = there is none
   * @returns the address, or 0 when there is no memory
   * @throws SystemError
   */
  map(fd: number, offset: number, sizeBytes: number, allocate: (sizeBytes: number) => number): number {
    const segment = this.#kernel.callSync('memory.map', fd);
    const shared = segment.offset + offset;
    const mapped = Math.min(sizeBytes, segment.sizeBytes - offset);
    for (const known of this.#byAddress.values()) {
      if (known.shared !== shared || known.sizeBytes !== mapped) continue;
      known.count += 1;
      return known.address;
    }
    const twin = new Uint8Array((mapped + 7) & ~7);
    const address = allocate(twin.length);
    if (address === 0) {
      this.#kernel.callSync('memory.unmap', segment.offset);
      return 0;
    }
    twin.set(new Uint8Array(this.#segments, shared, mapped));
    this.#memory.bytes.set(twin, address);
    this.#byAddress.set(address, {
      address,
      sizeBytes: mapped,
      segment: segment.offset,
      shared,
      twin,
      count: 1,
      used: null,
    });
    return address;
  }

  /** Ends a mapping. @returns whether it was the last one at this address, whose memory is the caller's to free now */
  unmap(address: number): boolean {
    const mapping = this.#byAddress.get(address);
    if (!mapping) return false;
    this.#exchange(mapping);
    this.#kernel.callSync('memory.unmap', mapping.segment);
    mapping.count -= 1;
    return mapping.count === 0 && this.#byAddress.delete(address);
  }

  /** Of the mapping that holds this part, nothing but such parts is in use, which spares looking at the rest. */
  use(address: number, sizeBytes: number): void {
    const mapping = this.#mappingAt(address);
    if (!mapping) return;
    const start = address - mapping.address;
    const part = { start: start & ~7, end: Math.min((start + sizeBytes + 7) & ~7, mapping.twin.length) };
    mapping.used ??= [];
    if (!mapping.used.some((used) => used.start <= part.start && used.end >= part.end))
      mapping.used.push(part);
  }

  /** Makes all mappings the same here and elsewhere. */
  synchronize(): void {
    for (const mapping of this.#byAddress.values()) this.#exchange(mapping);
  }

  /** Like `synchronize`, when nothing calls for it: left out when it would take too much of the time. */
  synchronizeIdly(): void {
    if (this.#byAddress.size === 0) return;
    const start = performance.now();
    if (start < this.#nextIdleMs) return;
    this.synchronize();
    const end = performance.now();
    this.#nextIdleMs = end + (end - start) / IDLE_SHARE;
  }

  /** Before a few bytes are read. */
  load(address: number, sizeBytes: number): void {
    const mapping = this.#mappingAt(address);
    if (!mapping) return;
    const start = address - mapping.address;
    this.#exchangePart(mapping, { start: start & ~7, end: (start + sizeBytes + 7) & ~7 });
  }

  /** After a few bytes have been written: they hold everywhere, whatever was there. */
  store(address: number, sizeBytes: number): void {
    const mapping = this.#mappingAt(address);
    if (!mapping) return;
    const start = address - mapping.address;
    const here = this.#memory.bytes.subarray(address, address + sizeBytes);
    mapping.twin.set(here, start);
    const isDouble = sizeBytes === 8 && (start & 7) === 0;
    if (isDouble) {
      const value = new BigInt64Array(mapping.twin.buffer, start, 1)[0]!;
      Atomics.store(new BigInt64Array(this.#segments, mapping.shared + start, 1), 0, value);
    } else {
      new Uint8Array(this.#segments, mapping.shared + start, sizeBytes).set(here);
    }
  }

  get #kernel(): KernelGate {
    if (!this.#gate) throw new Error('No file can be mapped before the process has begun.');
    return this.#gate;
  }

  #mappingAt(address: number): Mapping | undefined {
    for (const mapping of this.#byAddress.values()) {
      if (address >= mapping.address && address < mapping.address + mapping.sizeBytes) return mapping;
    }
    return undefined;
  }

  #exchange(mapping: Mapping): void {
    if (mapping.used === null) this.#exchangePart(mapping, { start: 0, end: mapping.twin.length });
    else for (const part of mapping.used) this.#exchangePart(mapping, part);
  }

  /** The part is whole words of 64 bits. */
  #exchangePart(mapping: Mapping, { start, end }: Part): void {
    const words = (end - start) >> 2;
    const here = new Int32Array(this.#memory.bytes.buffer, mapping.address + start, words);
    const twin = new Int32Array(mapping.twin.buffer, start, words);
    const there = new Int32Array(this.#segments, mapping.shared + start, words);
    for (let word = 0; word < words; word += 1) {
      const mine = here[word]!;
      const before = twin[word]!;
      const theirs = there[word]!;
      if (mine === before && theirs === before) continue;
      const merged = mine === before ? theirs : merge(there, word, before, mine);
      here[word] = twin[word] = merged;
    }
  }
}

/** Stores the bytes of a word that differ from what they were, and leaves the others as they are; returns the word then. */
function merge(there: Int32Array<SharedArrayBuffer>, word: number, before: number, mine: number): number {
  const changed = changedBytes(before ^ mine);
  for (let theirs = Atomics.load(there, word); ;) {
    const merged = (mine & changed) | (theirs & ~changed);
    const found = Atomics.compareExchange(there, word, theirs, merged);
    if (found === theirs) return merged;
    theirs = found;
  }
}

/** All bits of the bytes in which some bit is set. */
function changedBytes(bits: number): number {
  let mask = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    if ((bits >>> shift) & 0xff) mask |= 0xff << shift;
  }
  return mask;
}
