/*
 * Copies into and out of a ring, whose last byte is followed by its first. Its size is a power of two: positions are counted
 * on and wrap around at 2³², which it divides.
 */

/** Copies all of `source` to `position` and behind it. */
export function copyIntoRing(ring: Uint8Array, position: number, source: Uint8Array): void {
  const start = position & (ring.length - 1);
  const untilEnd = ring.length - start;
  if (source.length <= untilEnd) {
    ring.set(source, start);
  } else {
    ring.set(source.subarray(0, untilEnd), start);
    ring.set(source.subarray(untilEnd), 0);
  }
}

/** Fills `target` with what lies at `position` and behind it. */
export function copyFromRing(ring: Uint8Array, position: number, target: Uint8Array): void {
  const start = position & (ring.length - 1);
  const untilEnd = ring.length - start;
  target.set(ring.subarray(start, start + Math.min(target.length, untilEnd)));
  if (target.length > untilEnd) target.set(ring.subarray(0, target.length - untilEnd), untilEnd);
}
