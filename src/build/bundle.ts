import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import type { Bundle } from './compile-at-once.ts';

/** The project's root; the files in a bundle's source map are named from here. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is done with a bundle before it is used. */
export type Rewrite = (bundle: Bundle) => string;

/** Bundles one script. */
export async function bundle(options: BuildOptions, rewrite: Rewrite = ({ text }) => text): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: root,
    // Where nothing is written: the source map names files from there.
    outdir: root,
    sourcemap: 'external',
    sourcesContent: false,
  });
  const textOf = (extension: string): string =>
    outputFiles!.find(({ path }) => path.endsWith(extension))!.text.trim();
  return rewrite({ text: textOf('.js'), map: textOf('.map') });
}
