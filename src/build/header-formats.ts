import type { HeaderRule } from '../../scripts/headers-file.ts';

/** The `_headers` file of Cloudflare Pages and Netlify. */
export function headersFile(rules: readonly HeaderRule[]): string {
  return rules
    .map(({ pattern, headers }) =>
      [pattern, ...headers.map(([name, value]) => `  ${name}: ${value}`)].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/** Vercel's `vercel.json`. */
export function vercelConfig(rules: readonly HeaderRule[]): string {
  const headers = rules.map(({ pattern, headers }) => ({
    source: pattern.replace('*', '(.*)'),
    headers: headers.map(([key, value]) => ({ key, value })),
  }));
  return `${JSON.stringify({ trailingSlash: true, headers }, null, 2)}\n`;
}

/** `location` blocks to include in an nginx `server`; each repeats the site-wide headers, since nginx does not inherit them. */
export function nginxSnippet(rules: readonly HeaderRule[]): string {
  const [siteWide, ...specific] = rules;
  const common = siteWide?.headers ?? [];
  const blocks = specific.map(({ pattern, headers }) => {
    const location = pattern.endsWith('*') ? `^~ ${pattern.slice(0, -1)}` : `= ${pattern}`;
    return `location ${location} {\n${lines([...common, ...headers])}\n}`;
  });
  return `${[...blocks, `location / {\n${lines(common)}\n}`].join('\n\n')}\n`;

  function lines(headers: HeaderRule['headers']): string {
    return headers.map(([name, value]) => `  add_header ${name} "${value}" always;`).join('\n');
  }
}

/** `header` directives to import in a Caddy site block. */
export function caddySnippet(rules: readonly HeaderRule[]): string {
  const blocks = rules.map(
    ({ pattern, headers }) =>
      `header ${pattern} {\n${headers.map(([name, value]) => `  ${name} "${value}"`).join('\n')}\n}`,
  );
  return `${blocks.join('\n\n')}\n`;
}
