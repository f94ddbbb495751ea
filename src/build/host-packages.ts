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

const ofHost = (file: string): string =>
  `require(${JSON.stringify(fileURLToPath(new URL(`../runtime/${file}`, import.meta.url)))})`;

/** What `node-inspect-extracted` cannot know and leaves empty or guesses, and what answers instead; its texts are those of one version. */
const inspectReplacements: readonly (readonly [text: string, replacement: string])[] = [
  [
    'previewEntries:t=>[[],!1]',
    `previewEntries:(...args)=>${ofHost('node/internal/preview-entries.ts')}.previewEntries(...args)`,
  ],
  [
    'getProxyDetails:y.getProxyDetails',
    `getProxyDetails:(...args)=>${ofHost('node/internal/proxies.ts')}.proxyDetails(...args)`,
  ],
  ['isBigIntObject:yn}=n(499)', `isBigIntObject:yn}=${ofHost('node/internal/types.ts')}.default`],
  [
    'function yr(t,e,n,r){',
    `function yr(t,e,n,r){n=${ofHost('thread/modules/namespace-view.ts')}.namespaceView(n);`,
  ],
  // Node 26 writes the tag whenever it is not the whole name of the class: "TypeError [Error]".
  ['const n=t.indexOf(e);if(-1===n)o+=', 'const n=t===e?0:-1;if(-1===n)o+='],
];

/** Lets npm packages within the host's bundle use the host's own built-in modules. */
export const hostPackages: Plugin = {
  name: 'host-packages',
  setup(build) {
    build.onLoad({ filter: /node-inspect-extracted\/dist\/inspect\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [text, replacement] of inspectReplacements) {
        if (!contents.includes(text)) throw new Error(`"${path}" has no "${text}" to replace.`);
        contents = contents.replace(text, () => replacement);
      }
      return { contents };
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
