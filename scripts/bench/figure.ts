/** One line of the benchmark's table: what was measured here, and beside it, in the same run, what a user would pick instead. */
export interface Figure {
  title: string;
  ours: number;
  theirs: number;
  unit: 'ms' | 'µs' | 'KB';
  /** What `theirs` was measured on. */
  beside: string;
  /** What the project wants to stay below, where it has set something: the ratio ours / theirs, or a size. */
  limit?: { ratio: number } | { size: number };
}

/** The figures as a table for a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ['', 'here', 'beside', '', 'ratio', 'wanted'];
  const rows = figures.map(({ title, ours, theirs, unit, beside, limit }) => {
    const ratio = ours / theirs;
    return [
      title,
      `${round(ours)} ${unit}`,
      `${round(theirs)} ${unit}`,
      beside,
      theirs === 0 ? '' : ratio.toFixed(2),
      verdictOn(ours, ratio, unit, limit),
    ];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  return [head, widths.map((width) => '─'.repeat(width)), ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOn(ours: number, ratio: number, unit: Figure['unit'], limit: Figure['limit']): string {
  if (limit === undefined) return '';
  const [value, most, suffix] = 'ratio' in limit ? [ratio, limit.ratio, ''] : [ours, limit.size, ` ${unit}`];
  return `≤ ${most}${suffix} ${value <= most ? 'met' : 'MISSED'}`;
}

function round(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
