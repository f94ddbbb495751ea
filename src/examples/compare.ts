import type { Example, MaskName } from './example.ts';

/** The verdict on a run: the same answer, perhaps in a different order, or what is different. */
export type Comparison =
  { same: true; order: 'as recorded' | 'different' } | { same: false; difference: string };

/**
 * Compares what a program printed with what the real interpreter printed.
 *
 * What may vary (`mask`) is masked in both; for an example whose `output` is `any-order` the lines may
 * come in any order, but each as often as recorded. Line endings and blank lines at the end do not count.
 */
export function sameOutput(
  example: Pick<Example, 'output' | 'mask' | 'expected'>,
  actual: string,
): Comparison {
  const expectedLines = comparableLines(example.expected, example.mask);
  const actualLines = comparableLines(actual, example.mask);

  const missing = without(expectedLines, actualLines);
  const surplus = without(actualLines, expectedLines);
  if (missing.length > 0 || surplus.length > 0) {
    return { same: false, difference: describeLines(missing, surplus) };
  }

  const moved = expectedLines.findIndex((line, index) => line !== actualLines[index]);
  if (moved === -1) return { same: true, order: 'as recorded' };
  if (example.output === 'any-order') return { same: true, order: 'different' };
  return {
    same: false,
    difference: `the lines are right, but line ${moved + 1} is "${actualLines[moved]}" where "${expectedLines[moved]}" belongs`,
  };
}

/** Replaces everything that may vary by the name of what it is, for example "PID: 4711" by "PID: <pid>". */
export function masked(text: string, mask: readonly MaskName[]): string {
  return mask.reduce((result, name) => {
    const { pattern, replacement } = masks[name];
    return result.replace(pattern, replacement);
  }, text);
}

/** Patterns swallow the spaces before a number, since a column of numbers is padded to its width. */
const masks: Record<MaskName, { pattern: RegExp; replacement: string }> = {
  pid: { pattern: /\b(pids?:? +)\d+/gi, replacement: '$1<pid>' },
  seconds: { pattern: / *\b[\d.,]+ ?(s|seconds?)\b/g, replacement: ' <seconds>' },
  milliseconds: { pattern: / *\b[\d.,]+(–[\d.,]+)? ?(ms|milliseconds?)\b/g, replacement: ' <milliseconds>' },
  number: { pattern: / *\b\d[\d.,_]*\b/g, replacement: ' <number>' },
  version: { pattern: /\bv?\d+(\.\d+)+\w*/g, replacement: '<version>' },
  address: { pattern: /\b0x[\da-f]+\b/gi, replacement: '<address>' },
};

function comparableLines(output: string, mask: readonly MaskName[]): string[] {
  return masked(output.replaceAll('\r\n', '\n'), mask).trimEnd().split('\n');
}

/** The lines that are left when each of the others has taken away one line like itself. */
function without(lines: string[], others: string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

function describeLines(missing: string[], surplus: string[]): string {
  const parts: string[] = [];
  if (missing.length === 1) parts.push(`a line is missing: ${list(missing)}`);
  if (missing.length > 1) parts.push(`${missing.length} lines are missing: ${list(missing)}`);
  if (surplus.length === 1) parts.push(`a line is not expected: ${list(surplus)}`);
  if (surplus.length > 1) parts.push(`${surplus.length} lines are not expected: ${list(surplus)}`);
  return parts.join('; ');
}

/** Some lines as a part of a sentence. A program that failed differs in every line; the first few say enough. */
function list(lines: string[]): string {
  const [listed, shown] = [2, 60];
  const quoted = lines
    .slice(0, listed)
    .map((line) => `"${line.length <= shown ? line : `${line.slice(0, shown)}…`}"`);
  const rest = lines.length - quoted.length;
  return quoted.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
