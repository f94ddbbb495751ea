import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Builds, in a temporary folder, a bare page of Astro's Starlight that holds the given text: what somebody would pick instead.
 * @returns the folder of the built site; the page is at `text/`.
 * @throws Error when the packages cannot be installed, as without a network.
 */
export function buildStarlightPage(markdown: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-starlight-'));
  const content = path.join(folder, 'src/content/docs');
  mkdirSync(content, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      type: 'module',
      private: true,
      dependencies: { astro: 'latest', '@astrojs/starlight': 'latest' },
    }),
  );
  writeFileSync(
    path.join(folder, 'astro.config.mjs'),
    `import starlight from '@astrojs/starlight';\nexport default { integrations: [starlight({ title: 'Bare' })] };\n`,
  );
  writeFileSync(
    path.join(folder, 'src/content.config.ts'),
    [
      `import { defineCollection } from 'astro:content';`,
      `import { docsLoader } from '@astrojs/starlight/loaders';`,
      `import { docsSchema } from '@astrojs/starlight/schema';`,
      `export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };`,
    ].join('\n'),
  );
  writeFileSync(path.join(content, 'text.md'), `---\ntitle: The same text\n---\n\n${markdown}\n`);
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'] };
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    options,
  );
  execFileSync(path.join(folder, 'node_modules/.bin/astro'), ['build', '--silent'], options);
  const built = path.join(folder, 'dist');
  writeFileSync(path.join(built, '_headers'), '');
  return built;
}
