import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { securityHeaders } from './src/build/security-headers.ts';

/** `INTERLEAVE_BASE=/docs/` deploys the site below a path; `INTERLEAVE_SITE` is its public address. */
export default defineConfig({
  base: process.env.INTERLEAVE_BASE ?? '/',
  site: process.env.INTERLEAVE_SITE,
  trailingSlash: 'always',
  integrations: [mdx(), securityHeaders()],
});
