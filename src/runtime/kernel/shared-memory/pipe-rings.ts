import { PipeRing, RING_BYTES, RING_HEADER_BYTES, type RingPlace } from '../../protocol/pipe-ring.ts';
import type { SegmentMemory } from './segment-memory.ts';
import { SharedRing } from './shared-ring.ts';

/** How many pipes may be shared at once; the bytes of others go through the kernel. */
const RING_LIMIT = 256;

/**
 * The rings in segment memory. Their memory stays rings for ever: a process that was stopped, or is late, may look at one
 * whose sharing has ended, and must find that out from it.
 */
export class PipeRings {
  readonly #memory: SegmentMemory;
  /** Where rings lie that no pipe uses. */
  readonly #unused: number[] = [];
  #count = 0;
  #sharings = 0;

  constructor(memory: SegmentMemory) {
    this.#memory = memory;
  }

  /** Begins to share these bytes, or returns `undefined` when there is no room. */
  share(bytes: Uint8Array, isEnded: boolean): SharedRing | undefined {
    const offset = this.#take();
    if (offset === undefined) return undefined;
    this.#sharings = (this.#sharings % 0x7fffffff) + 1;
    const place: RingPlace = { offset, sharing: this.#sharings, isEnded };
    const ring = new PipeRing(this.#memory.buffer, place);
    ring.begin(bytes);
    return new SharedRing(this.#memory.buffer, ring, place);
  }

  /** Ends a sharing and returns what has not been read. */
  end({ ring, place }: SharedRing): Uint8Array<ArrayBuffer> {
    const rest = ring.end();
    this.#unused.push(place.offset);
    return rest;
  }

  #take(): number | undefined {
    const idle = this.#unused.findIndex((offset) => this.#isIdle(offset));
    if (idle >= 0) return this.#unused.splice(idle, 1)[0];
    if (this.#count >= RING_LIMIT) return undefined;
    const block = this.#memory.allocate(RING_HEADER_BYTES + RING_BYTES);
    if (block) this.#count += 1;
    return block?.byteOffset;
  }

  /** A writer that was stopped as it wrote is never done: its ring stays unused. */
  #isIdle(offset: number): boolean {
    return new PipeRing(this.#memory.buffer, { offset, sharing: 0, isEnded: false }).isIdle;
  }
}
