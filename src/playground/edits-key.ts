/** Where an example's edits are kept in the browser's storage. A page asks for this before it loads anything more. */
export function editsKey(example: string): string {
  return `interleave:edits:${example}`;
}
