import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const sources = ['src/**/*', 'examples/**/*', 'public/**/*', 'astro.config.mjs', 'package-lock.json'];

/** Builds the site before tests that need it, when a source is newer than what was built. */
export default function setup(): void {
  const builtMs = statSync('dist/_headers', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isStale = globSync(sources).some((file) => statSync(file).mtimeMs > builtMs);
  if (isStale) execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
