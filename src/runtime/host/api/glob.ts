/** Matches relative paths against patterns with `*` (within a name), `**` (across names) and `?`. */
export function glob(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${patternSource(pattern)}(?:/.*)?$`, 'u'));
  return (path) => expressions.some((expression) => expression.test(path));
}

function patternSource(pattern: string): string {
  return pattern.replace(/^\.?\//, '').replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `\\${token}`;
  });
}
