/** A message weighs one, and one more for each of these: by its weight it counts where unread messages are counted. */
const UNIT_BYTES = 2048;
/** How many values of a message are looked at; what is beyond counts as if it were like those. */
const LOOKED_AT = 100;
/** What a value takes beside its content. */
const VALUE_BYTES = 16;

/** How much a message counts where it waits: about its size in memory, as seen in a part of it. */
export function weightOf(value: unknown): number {
  const budget = { left: LOOKED_AT };
  return 1 + Math.floor(sizeBytesOf(value, budget) / UNIT_BYTES);
}

function sizeBytesOf(value: unknown, budget: { left: number }): number {
  budget.left -= 1;
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value === 'bigint') return VALUE_BYTES + value.toString(16).length / 2;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (value instanceof ArrayBuffer) return VALUE_BYTES + value.byteLength;
  // A view takes its whole buffer along; shared memory is only referred to.
  if (ArrayBuffer.isView(value)) return VALUE_BYTES + sizeBytesOf(value.buffer, budget);
  if (value instanceof Map) return VALUE_BYTES + ofMany(value.size * 2, [...take(value)].flat(), budget);
  if (value instanceof Set) return VALUE_BYTES + ofMany(value.size, [...take(value)], budget);
  const values = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  return VALUE_BYTES + ofMany(values.length, values, budget);
}

/** What so many values take, of which these are the first. */
function ofMany(count: number, values: readonly unknown[], budget: { left: number }): number {
  let [seen, sizeBytes] = [0, 0];
  while (seen < values.length && budget.left > 0) sizeBytes += sizeBytesOf(values[seen++], budget);
  return seen === 0 ? count * VALUE_BYTES : (sizeBytes / seen) * count;
}

function* take<Value>(values: Iterable<Value>): Generator<Value> {
  let left = LOOKED_AT;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}
