import path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { bundle, type Rewrite, root } from './bundle.ts';
import { cutAtSeams, type Cut } from './thread-cut.ts';

const runtime = path.join(root, 'src/runtime/');
const entry = path.join(runtime, 'thread/main.ts');
/** Functions of strict code are out of reach of `caller` and of call sites. A directive must come before all else. */
const STRICT = '"use strict";';
/** What esbuild calls the text that a bundle begins with. */
const ENTRY = path.join(root, 'entry-of-bundle.js');
const parts = path.join(runtime, 'thread/parts.ts');

/** The script of the threads: what every thread evaluates, and parts that a thread evaluates at their first use. */
export interface ThreadScript {
  /** An expression whose value is a function of the parts' sources, which becomes a thread. */
  readonly core: string;
  /** By name: an expression whose value is a function of `requirePart`, which returns how to get each module. */
  readonly parts: Readonly<Record<string, string>>;
}

type ExportedNames = ReadonlyMap<string, readonly string[]>;

/** Bundles the script of the threads, cut at its seams; the core is rewritten. */
export async function bundleThread(options: BuildOptions, rewrite: Rewrite): Promise<ThreadScript> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'analysis',
    metafile: true,
  });
  const cut = cutAtSeams(metafile, path.relative(root, entry), path.relative(root, runtime));
  const exported = await exportedNames([...cut.shared, ...cut.common], options);
  // The core first: it is the longest.
  const [core, ...bundledParts] = await Promise.all([
    bundleText(coreEntry(cut), cut.core, exported, options, rewrite),
    ...[...cut.parts].map(async ([name, { entries, files }]) => {
      const getters = entries.map(
        (file) => `${JSON.stringify(idOf(file))}:()=>require(${JSON.stringify(`./${file}`)})`,
      );
      const text = await bundleText(`module.exports={${getters.join()}}`, files, exported, options);
      return [name, `(requirePart=>{${STRICT}let module={};${text}\nreturn module.exports})`] as const;
    }),
  ]);
  return {
    core: `(partSources=>{${STRICT}let requirePart;${core}\n})`,
    parts: Object.fromEntries(bundledParts),
  };
}

/** Starts the thread and tells it which of its modules the parts may ask for, and which modules are in parts. */
function coreEntry({ parts: cutParts, shared }: Cut): string {
  const partOf = [...cutParts].flatMap(([name, { entries }]) =>
    entries.map((file) => [idOf(file), name] as const),
  );
  return [
    `import ${JSON.stringify(entry)};`,
    `import { connectParts } from ${JSON.stringify(parts)};`,
    ...shared.map((file, index) => `import * as shared${index} from ${JSON.stringify(`./${file}`)};`),
    `connectParts({${shared.map((file, index) => `${JSON.stringify(idOf(file))}:shared${index}`).join()}},`,
    `${JSON.stringify(Object.fromEntries(partOf))});`,
  ].join('\n');
}

/** What each of `files` exports. */
async function exportedNames(files: readonly string[], options: BuildOptions): Promise<ExportedNames> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: 'analysis',
    format: 'esm',
    splitting: true,
    metafile: true,
  });
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint = '', exports }) => [entryPoint, exports]),
  );
}

/** Bundles `contents` with those of `files` that it imports; other modules are asked for where they are. */
async function bundleText(
  contents: string,
  files: ReadonlySet<string>,
  exported: ExportedNames,
  options: BuildOptions,
  rewrite?: Rewrite,
): Promise<string> {
  const text = await bundle(
    {
      ...options,
      stdin: { contents, resolveDir: root, sourcefile: ENTRY, loader: 'js' },
      format: 'cjs',
      plugins: [elsewhere(files, exported), ...(options.plugins ?? [])],
    },
    rewrite,
  );
  return namedClasses(exportOwnNamesOnly(text));
}

/**
 * esbuild lists a module's exports with `for…in`. A part may be evaluated after the program has put something on
 * `Object.prototype`, which would then become an export, too.
 */
function exportOwnNamesOnly(text: string): string {
  return text.replace(
    /for\(var ([\w$]+) in ([\w$]+)\)(?=[\w$]+\([\w$]+,\1,\{get:\2\[\1\],enumerable:!0\}\))/g,
    'for(var $1 of Object.keys($2))',
  );
}

/**
 * esbuild keeps a class's name as a property. In a stack, V8 calls the receiver (`Worker.<anonymous>`) by the name that the class has
 * in the text: it takes its place, and is shorter. No such name is free in the class's text, where it means the class itself; names
 * of three letters or less are left alone, since esbuild gives such names to others.
 */
export function namedClasses(text: string): string {
  return text.replace(/\bclass( extends [\w$.]+)?\{static\{[\w$]+\(this,"([A-Z]\w{3,})"\)\}/g, 'class $2$1{');
}

/** Asks for modules that are not among `files`, and for what is behind a `require` of ours, when the program gets there. */
function elsewhere(files: ReadonlySet<string>, exported: ExportedNames): Plugin {
  return {
    name: 'elsewhere',
    setup(context) {
      context.onResolve(
        { filter: /./ },
        async ({ path: specifier, kind, importer, resolveDir, pluginData }) => {
          if (kind === 'entry-point' || pluginData === elsewhere) return undefined;
          const resolved = await context.resolve(specifier, {
            kind,
            importer,
            resolveDir,
            pluginData: elsewhere,
          });
          if (resolved.errors.length > 0) return undefined;
          const isSeam = kind === 'require-call' && importer.startsWith(runtime);
          const file = path.relative(root, resolved.path);
          if (!isSeam && (files.has(file) || importer === ENTRY)) return undefined;
          return { path: file, namespace: isSeam ? 'seam' : 'elsewhere' };
        },
      );
      context.onLoad({ filter: /./, namespace: 'seam' }, ({ path: file }) => ({
        contents: `module.exports = requirePart(${JSON.stringify(idOf(file))})`,
      }));
      context.onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path: file }) => {
        const names = exported.get(file);
        if (!names)
          throw new Error(`Two parts of the thread's script import "${file}", but it is in neither.`);
        // Copies: when a part is evaluated, the core's bindings do not change any more.
        return {
          contents: [
            `const found = requirePart(${JSON.stringify(idOf(file))});`,
            `export const { ${names.filter((name) => name !== 'default').join(', ')} } = found;`,
            names.includes('default') ? 'export default found.default;' : '',
          ].join('\n'),
        };
      });
    },
  };
}

/** How the core and the parts call a module: by its path below `src/runtime/` or `node_modules/`. */
function idOf(file: string): string {
  return file.replace(/^.*(src\/runtime|node_modules)\//, '');
}
