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

/** Lets npm packages within the host's bundle use the host's own built-in modules. */
export const hostPackages: Plugin = {
  name: 'host-packages',
  setup(build) {
    build.onResolve(
      { filter: /^(abort-controller|buffer|events|process\/|string_decoder\/)$/ },
      ({ path, importer }) => {
        const replacement = importer.includes('node_modules') ? replacements[path] : undefined;
        return replacement === undefined ? undefined : { path: node + replacement };
      },
    );
  },
};
