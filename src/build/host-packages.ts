import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const node = fileURLToPath(new URL('../runtime/node/', import.meta.url));

/** What `readable-stream` imports by Node's names, and the file of the host that answers. */
const replacements: Record<string, string> = {
  'abort-controller': 'internal/abort-controller.ts',
  buffer: 'buffer.ts',
  events: 'events.ts',
  'process/': 'internal/stream-process.ts',
  'string_decoder/': 'string-decoder.ts',
};

/** What `node-inspect-extracted` cannot know of iterators, and leaves empty. */
const emptyPreview = 'previewEntries:t=>[[],!1]';
const preview = `previewEntries:(...args)=>require(${JSON.stringify(`${node}internal/preview-entries.ts`)}).previewEntries(...args)`;

/** Lets npm packages within the host's bundle use the host's own built-in modules. */
export const hostPackages: Plugin = {
  name: 'host-packages',
  setup(build) {
    build.onLoad({ filter: /node-inspect-extracted\/dist\/inspect\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(emptyPreview)) throw new Error(`"${path}" has no "${emptyPreview}" to fill in.`);
      return { contents: source.replace(emptyPreview, preview) };
    });
    build.onResolve(
      { filter: /^(abort-controller|buffer|events|process\/|string_decoder\/)$/ },
      ({ path, importer }) => {
        const replacement = importer.includes('node_modules') ? replacements[path] : undefined;
        return replacement === undefined ? undefined : { path: node + replacement };
      },
    );
  },
};
