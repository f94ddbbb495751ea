import { SEGMENT_MEMORY_BYTES } from '../../protocol/shared-memory-calls.ts';

interface Block {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Enough for every type of C; and a semaphore does not share its line of a processor's cache with many others. */
const ALIGNMENT_BYTES = 16;
const FIRST_BYTES = 64 * 1024;

/**
 * The memory that processes share, which grows as it is used. The kernel alone hands out its blocks, so that this needs no
 * locks and no process can be killed while it holds one.
 */
export class SegmentMemory {
  #buffer: SharedArrayBuffer | undefined;
  /** What lies free between blocks, in order; neighbours are always one. */
  #free: Block[] = [];
  /** Where nothing has been handed out yet. An offset of 0 is never given. */
  #end = ALIGNMENT_BYTES;

  /** The whole memory. It is made at its first use, since it takes much of the address space. */
  get buffer(): SharedArrayBuffer {
    return (this.#buffer ??= new SharedArrayBuffer(FIRST_BYTES, { maxByteLength: SEGMENT_MEMORY_BYTES }));
  }

  /** Takes a block of zeros, or returns `undefined` when there is no room. */
  allocate(sizeBytes: number): Uint8Array<SharedArrayBuffer> | undefined {
    const rounded = roundUp(sizeBytes);
    const found = this.#free.findIndex((block) => block.sizeBytes >= rounded);
    const offset = found < 0 ? this.#extend(rounded) : this.#takeFrom(found, rounded);
    return offset === undefined ? undefined : new Uint8Array(this.buffer, offset, sizeBytes);
  }

  /** Gives a block back. */
  release({ byteOffset, byteLength }: Uint8Array<SharedArrayBuffer>): void {
    const freed = { offset: byteOffset, sizeBytes: roundUp(byteLength) };
    new Uint8Array(this.buffer, freed.offset, freed.sizeBytes).fill(0);
    const at = this.#free.findIndex(({ offset }) => offset > freed.offset);
    this.#free.splice(at < 0 ? this.#free.length : at, 0, freed);
    this.#free = this.#free.reduce(joined, []);
    const last = this.#free.at(-1);
    if (last && last.offset + last.sizeBytes === this.#end) {
      this.#free.pop();
      this.#end = last.offset;
    }
  }

  #extend(sizeBytes: number): number | undefined {
    const end = this.#end + sizeBytes;
    if (end > SEGMENT_MEMORY_BYTES) return undefined;
    if (end > this.buffer.byteLength && !this.#grow(Math.max(end, this.buffer.byteLength * 2)))
      return undefined;
    const offset = this.#end;
    this.#end = end;
    return offset;
  }

  /** The browser may refuse memory before the limit is reached. */
  #grow(sizeBytes: number): boolean {
    try {
      this.buffer.grow(Math.min(sizeBytes, SEGMENT_MEMORY_BYTES));
      return true;
    } catch {
      return false;
    }
  }

  #takeFrom(index: number, sizeBytes: number): number {
    const block = this.#free[index]!;
    const rest = { offset: block.offset + sizeBytes, sizeBytes: block.sizeBytes - sizeBytes };
    this.#free.splice(index, 1, ...(rest.sizeBytes > 0 ? [rest] : []));
    return block.offset;
  }
}

function roundUp(sizeBytes: number): number {
  return Math.max(Math.ceil(sizeBytes / ALIGNMENT_BYTES), 1) * ALIGNMENT_BYTES;
}

/** Adds a block to those before it, joined with the last one if they touch. */
function joined(blocks: Block[], block: Block): Block[] {
  const last = blocks.at(-1);
  if (last && last.offset + last.sizeBytes === block.offset) {
    blocks.pop();
    blocks.push({ offset: last.offset, sizeBytes: last.sizeBytes + block.sizeBytes });
  } else {
    blocks.push(block);
  }
  return blocks;
}
