/**
 * Values as bytes, for replies in shared memory: JSON with the byte arrays beside it.
 *
 * | offset | type | meaning |
 * |---|---|---|
 * | 0 | u32 LE | size of the JSON in bytes |
 * | 4 | u8 | 1 when the JSON holds markers to revive |
 * | 5 | u8[] | JSON, UTF-8 |
 * | … | u8[] | the byte arrays, one after the other |
 *
 * Markers are arrays that begin with a private tag: `[TAG, 'bytes', offset, length]`, `[TAG, 'undefined']`,
 * `[TAG, 'bigint', '1']`, `[TAG, 'number', 'NaN']`.
 */
const TAG = '\u0000interleave';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Encodes plain data: JSON's types and `undefined`, bigint, NaN, ±Infinity, -0 and `Uint8Array`. */
export function encodeValue(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  let partBytes = 0;
  let marked = false;
  const mark = (...marker: unknown[]): unknown[] => {
    marked = true;
    return [TAG, ...marker];
  };
  const json = encoder.encode(
    JSON.stringify(value === undefined ? mark('undefined') : value, function (_key, item: unknown) {
      // A property that is undefined is left out, as in JSON; an element of an array has its place to keep.
      if (item === undefined && Array.isArray(this)) return mark('undefined');
      if (item instanceof Uint8Array) {
        parts.push(item);
        partBytes += item.length;
        return mark('bytes', partBytes - item.length, item.length);
      }
      if (typeof item === 'bigint') return mark('bigint', String(item));
      if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))) {
        return mark('number', Object.is(item, -0) ? '-0' : String(item));
      }
      return item;
    }),
  );
  const encoded = new Uint8Array(5 + json.length + partBytes);
  new DataView(encoded.buffer).setUint32(0, json.length, true);
  encoded[4] = marked ? 1 : 0;
  encoded.set(json, 5);
  let offset = 5 + json.length;
  for (const part of parts) {
    encoded.set(part, offset);
    offset += part.length;
  }
  return encoded;
}

/** Decodes what `encodeValue` made. The byte arrays are copies. */
export function decodeValue(encoded: Uint8Array): unknown {
  const jsonBytes = new DataView(encoded.buffer, encoded.byteOffset).getUint32(0, true);
  const partsStart = 5 + jsonBytes;
  const text = decoder.decode(encoded.subarray(5, partsStart));
  if (encoded[4] === 0) return JSON.parse(text);
  return revive(JSON.parse(text), encoded.subarray(partsStart));
}

function revive(value: unknown, parts: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (value[0] === TAG) return reviveMarker(value, parts);
    return value.map((item) => revive(item, parts));
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) record[key] = revive(record[key], parts);
  return record;
}

function reviveMarker([, kind, ...details]: unknown[], parts: Uint8Array): unknown {
  switch (kind) {
    case 'bytes': {
      const [offset, length] = details as [number, number];
      return parts.slice(offset, offset + length);
    }
    case 'bigint':
      return BigInt(details[0] as string);
    case 'number':
      return Number(details[0]);
    default:
      return undefined;
  }
}
