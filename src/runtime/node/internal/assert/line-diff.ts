/** A step from the expected lines to the actual ones. */
export interface DiffStep {
  kind: 'same' | 'actual' | 'expected';
  line: string;
}

/**
 * The shortest way from `expected` to `actual`, line by line (Myers). With `ignoreCommas`, lines that differ only by a comma at
 * their end are the same.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/assert/myers_diff.js
 */
export function diffLines(actual: string[], expected: string[], ignoreCommas: boolean): DiffStep[] {
  const max = actual.length + expected.length;
  /** By diagonal, offset by `max`: how far along `actual` the best way so far has come. */
  const furthest = new Int32Array(2 * max + 2);
  const trace: Int32Array[] = [];
  for (let changes = 0; changes <= max; changes++) {
    trace.push(furthest.slice());
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = nextStart(furthest, diagonal, changes, max);
      let y = x - diagonal;
      while (x < actual.length && y < expected.length && isSame(actual[x], expected[y], ignoreCommas)) {
        x++;
        y++;
      }
      furthest[diagonal + max] = x;
      if (x >= actual.length && y >= expected.length) return walkBack(trace, actual, expected, ignoreCommas);
    }
  }
  return [];
}

/** The diff as text, long runs of equal lines collapsed to "...". */
export function printDiff(steps: DiffStep[]): { text: string; skipped: boolean } {
  const lines: string[] = [];
  let skipped = false;
  for (let start = 0; start < steps.length;) {
    const step = steps[start] as DiffStep;
    if (step.kind !== 'same') {
      lines.push(`${step.kind === 'actual' ? '+' : '-'} ${step.line}`);
      start++;
      continue;
    }
    let end = start;
    while (steps[end]?.kind === 'same') end++;
    const run = steps.slice(start, end).map(({ line }) => `  ${line}`);
    const isLast = end === steps.length;
    lines.push(...run.slice(0, shownSameLines));
    const hidden = run.slice(shownSameLines);
    if (!isLast && hidden.length >= 3) {
      lines.push('...', hidden.at(-1) as string);
      skipped = true;
    } else if (!isLast) lines.push(...hidden);
    start = end;
  }
  return { text: `\n${lines.join('\n')}`.trimEnd(), skipped };
}

const shownSameLines = 5;

function isSame(actual: string | undefined, expected: string | undefined, ignoreCommas: boolean): boolean {
  if (actual === expected) return true;
  return ignoreCommas && (`${actual},` === expected || actual === `${expected},`);
}

function nextStart(furthest: Int32Array, diagonal: number, changes: number, max: number): number {
  const left = furthest[diagonal - 1 + max] ?? 0;
  const right = furthest[diagonal + 1 + max] ?? 0;
  const goesDown = diagonal === -changes || (diagonal !== changes && left < right);
  return goesDown ? right : left + 1;
}

function walkBack(
  trace: Int32Array[],
  actual: string[],
  expected: string[],
  ignoreCommas: boolean,
): DiffStep[] {
  const max = actual.length + expected.length;
  const steps: DiffStep[] = [];
  let x = actual.length;
  let y = expected.length;
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const furthest = trace[changes] as Int32Array;
    const diagonal = x - y;
    const left = furthest[diagonal - 1 + max] ?? 0;
    const right = furthest[diagonal + 1 + max] ?? 0;
    const cameDown = diagonal === -changes || (diagonal !== changes && left < right);
    const previous = cameDown ? diagonal + 1 : diagonal - 1;
    const previousX = furthest[previous + max] ?? 0;
    const previousY = previousX - previous;
    while (x > previousX && y > previousY) {
      const line = actual[--x] as string;
      const other = expected[--y] as string;
      steps.push({ kind: 'same', line: ignoreCommas && !line.endsWith(',') ? other : line });
    }
    if (changes === 0) break;
    if (x > previousX) steps.push({ kind: 'actual', line: actual[--x] as string });
    else steps.push({ kind: 'expected', line: expected[--y] as string });
  }
  return steps.reverse();
}
