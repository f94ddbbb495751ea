const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\s',
  upper: 'A-Z',
};

/** A basic regular expression of POSIX as one of JavaScript: `+?(){}|` are ordinary unless a backslash makes them special. */
export function basicExpression(pattern: string): string {
  return pattern
    .replace(/(\[\^?\]?(?:\[:\w+:\]|[^\]])*\])|\\?[+?(){}|]/g, (match: string, set: string | undefined) => {
      if (set !== undefined) return set;
      return match.length === 1 ? `\\${match}` : match.slice(1);
    })
    .replace(/\[:(\w+):\]/g, (all, name: string) => classes[name] ?? all);
}
