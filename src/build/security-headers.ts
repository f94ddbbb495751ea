import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { caddySnippet, headersFile, nginxSnippet, vercelConfig } from './header-formats.ts';
import type { HeaderRule } from '../../scripts/headers-file.ts';

/** Headers of every response: the whole site is cross-origin isolated, which SharedArrayBuffer needs. */
export const isolationHeaders: HeaderRule['headers'] = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

const everywhere: HeaderRule['headers'] = [
  ...isolationHeaders,
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
];

/**
 * Writes the headers that the built site must be served with, in the forms that hosts read: `_headers` (Cloudflare Pages,
 * Netlify), `vercel.json`, and snippets for nginx and Caddy. Each page gets a policy that lists just its own inline scripts,
 * so this integration must be the last one.
 */
export function securityHeaders(): AstroIntegration {
  let base = '/';
  return {
    name: 'interleave:security-headers',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        updateConfig({ server: { headers: Object.fromEntries(isolationHeaders) } });
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': async ({ dir }) => {
        const directory = fileURLToPath(dir);
        const rules: HeaderRule[] = [
          { pattern: '/*', headers: everywhere },
          ...['_astro/*', 'headless/python/*'].map((hashed): HeaderRule => ({
            pattern: `${base}${hashed}`,
            headers: [['Cache-Control', 'public, max-age=31536000, immutable']],
          })),
          ...(await pageRules(directory, base)),
        ];
        await Promise.all([
          writeFile(path.join(directory, '_headers'), headersFile(rules)),
          writeFile(path.join(directory, 'vercel.json'), vercelConfig(rules)),
          writeFile(path.join(directory, 'nginx-headers.conf'), nginxSnippet(rules)),
          writeFile(path.join(directory, 'caddy-headers.conf'), caddySnippet(rules)),
        ]);
      },
    },
  };
}

async function pageRules(directory: string, base: string): Promise<HeaderRule[]> {
  const pages = globSync('**/*.html', { cwd: directory }).sort();
  return Promise.all(
    pages.map(async (file) => {
      const html = await readFile(path.join(directory, file), 'utf8');
      const policy = file.startsWith('headless/') ? embeddedHostPolicy : pagePolicy(html);
      return {
        pattern: `${base}${file.replace(/(^|\/)index\.html$/, '$1')}`,
        headers: [
          ['Content-Security-Policy', policy],
          ['Cache-Control', 'no-cache'],
        ],
      } satisfies HeaderRule;
    }),
  );
}

/** The policy of a page of the site; `frame-src` lets StackBlitz's host in, for readers who choose it. */
function pagePolicy(html: string): string {
  const scripts = html.matchAll(
    /<script(?![^>]*\bsrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>([\s\S]*?)<\/script>/g,
  );
  const hashes = new Set(
    Array.from(
      scripts,
      ([, code]) =>
        `'sha256-${createHash('sha256')
          .update(code ?? '')
          .digest('base64')}'`,
    ),
  );
  return policyOf({
    'default-src': ["'self'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...hashes],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': [
      "'self'",
      'https://stackblitz.com',
      'https://*.webcontainer.io',
      'https://*.webcontainer-api.io',
    ],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'self'"],
  });
}

/**
 * The policy of the embedded host's relay page. The sandboxed frame in it inherits this policy and runs readers' programs
 * from text, so it allows evaluation; it allows nothing that reaches out. The relay itself, which runs nothing of a reader's,
 * fetches Python's files from the site; the sandboxed frame forbids itself that much too.
 */
const embeddedHostPolicy = policyOf({
  'default-src': ["'none'"],
  'script-src': ["'unsafe-inline'", "'unsafe-eval'", 'blob:'],
  'worker-src': ['blob:'],
  'connect-src': ["'self'"],
  'frame-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'self'"],
});

function policyOf(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}
