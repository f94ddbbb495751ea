/**
 * Finds the name that a misspelt one most likely meant.
 *
 * @returns `undefined` if none is near: more than two fifths of its letters would have to change.
 */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewestEdits = Infinity;
  for (const name of names) {
    const edits = editDistance(misspelt, name);
    if (edits < fewestEdits) [nearest, fewestEdits] = [name, edits];
  }
  return nearest !== undefined && fewestEdits <= nearest.length * 0.4 ? nearest : undefined;
}

/** The Levenshtein distance: how many letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = row[column]! + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, row[column + 1]! + 1, next[column]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
