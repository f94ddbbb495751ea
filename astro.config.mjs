import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { codeStyle } from './src/build/code-theme.ts';
import { embeddedHost } from './src/build/embedded-host.ts';
import { pagefind } from './src/build/pagefind.ts';
import { securityHeaders } from './src/build/security-headers.ts';
import { sitemap } from './src/build/sitemap.ts';

/** `INTERLEAVE_BASE=/docs/` deploys the site below a path; `INTERLEAVE_SITE` is its public address. */
export default defineConfig({
  base: process.env.INTERLEAVE_BASE ?? '/',
  site: process.env.INTERLEAVE_SITE,
  trailingSlash: 'always',
  integrations: [mdx(), pagefind(), embeddedHost(), sitemap(), securityHeaders()],
  markdown: { shikiConfig: codeStyle },
  // Scripts and styles are files of their own, so that the security policy lists the same few hashes for every page.
  build: { inlineStylesheets: 'never' },
  vite: {
    build: {
      assetsInlineLimit: 0,
      // Astro marks its MDX modules with a directive of its own, which means nothing to the bundler.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
    resolve: {
      // @webcontainer/api opens its frame at the address that this module gives; ours knows the site's own host.
      alias: [
        {
          find: /^\.\/(internal\/)?iframe-url\.js$/,
          replacement: fileURLToPath(new URL('src/runtime/client/iframe-url.ts', import.meta.url)),
        },
      ],
    },
    optimizeDeps: { exclude: ['@webcontainer/api'] },
  },
});
