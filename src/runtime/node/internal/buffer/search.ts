/** Comparing byte arrays and looking for bytes in them. */

/** -1, 0 or 1, as the bytes stand in order. */
export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

/** Where `needle` first begins at or after `from`, or -1. `step` 2 looks at whole UTF-16 units. */
export function firstIndex(bytes: Uint8Array, needle: Uint8Array, from: number, step = 1): number {
  for (let start = from; start + needle.length <= bytes.length; start += step) {
    if (startsAt(bytes, needle, start)) return start;
  }
  return -1;
}

/** Where `needle` last begins at or before `from`, or -1. */
export function lastIndex(bytes: Uint8Array, needle: Uint8Array, from: number, step = 1): number {
  for (let start = Math.min(from, bytes.length - needle.length); start >= 0; start -= step) {
    if (startsAt(bytes, needle, start)) return start;
  }
  return -1;
}

function startsAt(bytes: Uint8Array, needle: Uint8Array, start: number): boolean {
  for (let index = 0; index < needle.length; index++) {
    if (bytes[start + index] !== needle[index]) return false;
  }
  return true;
}
