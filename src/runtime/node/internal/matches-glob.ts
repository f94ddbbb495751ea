/** Whether `path` (with forward slashes) matches a glob: `*`, `**`, `?`, `[…]`, `{a,b}`; dot files only where the pattern has the dot. */
export function matchesGlob(path: string, pattern: string): boolean {
  return globAlternatives(pattern).some((one) => toExpression(one).test(path));
}

/** Writes out `{a,b}` and `{1..3}`, innermost first. */
export function globAlternatives(pattern: string): string[] {
  const braces = /\{([^{}]*(?:,|\.\.)[^{}]*)\}/.exec(pattern);
  if (!braces) return [pattern];
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + braces[0].length);
  return choices(braces[1] as string).flatMap((choice) => globAlternatives(before + choice + after));
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

/** What a name must look like to match one part of a pattern, between two slashes. */
export function segmentExpression(segment: string): RegExp {
  return new RegExp(`^${segmentSource(segment)}$`);
}

function segmentSource(segment: string): string {
  if (segment === '**') return globstar;
  const body = bodySource(segment);
  return /^[*?[]|^[@+!]\(/.test(segment) ? `(?!\\.)${body}` : body;
}

function bodySource(segment: string): string {
  return segment.replace(
    /([@+*?!])\(([^()]*)\)|\[(!?)((?:\\.|[^\]])+)\]|[*?]|[\\^$.|+()[\]{}]/g,
    (part, sign?: string, list?: string, negated?: string, set?: string) => {
      if (sign !== undefined) return groupSource(sign, list!);
      if (set !== undefined) return `[${negated ? '^' : ''}${set}]`;
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : `\\${part}`;
    },
  );
}

/** `@(a|b)`, and how often its signs let it stand there: `+`, `*` and `?` as in expressions, `!` not at all. */
function groupSource(sign: string, list: string): string {
  const group = `(?:${list.split('|').map(bodySource).join('|')})`;
  if (sign === '!') return `(?!${group}$)[^/]*`;
  return sign === '@' ? group : `${group}${sign}`;
}
