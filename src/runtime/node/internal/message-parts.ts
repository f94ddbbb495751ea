/** What structured clone looks at within an object of a message. */
export function messageParts(object: object): Iterable<unknown> {
  if (isBinary(object)) return [];
  if (object instanceof Map) return [...(object as Map<unknown, unknown>)].flat();
  if (object instanceof Set) return object as Set<unknown>;
  return Object.values(object) as unknown[];
}

export function isBinary(object: object): boolean {
  return ArrayBuffer.isView(object) || object instanceof ArrayBuffer || object instanceof SharedArrayBuffer;
}
