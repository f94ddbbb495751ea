/** Whether `path` (with forward slashes) matches a glob: `*`, `**`, `?`, `[…]`, `{a,b}`; dot files only where the pattern has the dot. */
export function matchesGlob(path: string, pattern: string): boolean {
  return alternatives(pattern).some((one) => toExpression(one).test(path));
}

/** Writes out `{a,b}` and `{1..3}`, innermost first. */
function alternatives(pattern: string): string[] {
  const braces = /\{([^{}]*(?:,|\.\.)[^{}]*)\}/.exec(pattern);
  if (!braces) return [pattern];
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + braces[0].length);
  return choices(braces[1] as string).flatMap((choice) => alternatives(before + choice + after));
}

function choices(inside: string): string[] {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inside);
  if (!range) return inside.split(',');
  const [first, last] = [Number(range[1]), Number(range[2])];
  const step = first <= last ? 1 : -1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, index) => String(first + index * step));
}

function toExpression(pattern: string): RegExp {
  const source = pattern.split('/').map(segmentSource);
  const joined = source.reduce((all, segment, index) => {
    if (segment === globstar)
      return `${all}${index === source.length - 1 ? '(?:(?!\\.)[^/]+/?)*' : globstar}`;
    return `${all}${segment}${index === source.length - 1 ? '' : '/'}`;
  }, '');
  return new RegExp(`^${joined}$`);
}

const globstar = '(?:(?!\\.)[^/]+/)*';

function segmentSource(segment: string): string {
  if (segment === '**') return globstar;
  const body = segment.replace(
    /\[(!?)((?:\\.|[^\]])+)\]|[*?]|[\\^$.|+()[\]{}]/g,
    (part, negated?: string, set?: string) => {
      if (set !== undefined) return `[${negated ? '^' : ''}${set}]`;
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : `\\${part}`;
    },
  );
  return /^[*?[]/.test(segment) ? `(?!\\.)${body}` : body;
}
