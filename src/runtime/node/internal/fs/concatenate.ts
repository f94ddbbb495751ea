/** Puts chunks together; one alone is answered as it is. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const [first, second] = chunks;
  if (first && !second) return first;
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
