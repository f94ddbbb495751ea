import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';
import { withEagerFunction } from './eager-function.ts';
import { readSnapshot } from '../runtime/protocol/packed-snapshot.ts';
import { PYTHON_FILES, type PythonFile, type PythonManifest } from '../runtime/protocol/python-runtime.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packageFolder = path.join(root, 'node_modules/pyodide');
const shimsFolder = path.join(root, 'src/runtime/python/shims/_interleave');
const cacheFolder = path.join(root, 'node_modules/.cache/interleave-python');
/** A change of what is written below the cache folder. */
const CACHE_FORMAT = 3;
/** In the cache folder. */
const MANIFEST = 'python.json';

/** The files that Python interpreters start from, as the site serves them. */
export interface PythonAssets {
  readonly manifest: PythonManifest;
  /** Gzipped contents by the names in the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Makes the files, gzipped by us: hosts differ in what they compress, and so all send the same bytes. It takes half a
 * minute; what was made before of the same inputs is kept in `node_modules/.cache`.
 */
export async function pythonAssets(): Promise<PythonAssets> {
  const [script, shims, { version }] = await Promise.all([imageScript(), shimSources(), packageInfo()]);
  const key = hashOf([String(CACHE_FORMAT), version, script, shims]);
  const folder = path.join(cacheFolder, key);
  const made = (await readAssets(folder)) ?? (await makeAssets(folder, script, shims));
  return made;
}

/** Writes the files into `directory/python`. */
export async function writePythonAssets({ files }: PythonAssets, directory: string): Promise<void> {
  await mkdir(path.join(directory, 'python'), { recursive: true });
  await Promise.all(
    Array.from(files, ([name, bytes]) => writeFile(path.join(directory, 'python', name), bytes)),
  );
}

async function readAssets(folder: string): Promise<PythonAssets | undefined> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as PythonManifest;
  const names = Object.values(manifest).map(({ name }) => name);
  const read = names.map(async (name) => [name, await readFile(path.join(folder, 'python', name))] as const);
  return { manifest, files: new Map(await Promise.all(read)) };
}

async function makeAssets(folder: string, script: string, shims: string): Promise<PythonAssets> {
  // Others may make the same: whoever is first puts it in place whole.
  const working = `${folder}.${process.pid}`;
  await mkdir(working, { recursive: true });
  const [scriptFile, shimsFile] = [path.join(working, 'image.mjs'), path.join(working, 'shims.json')];
  await Promise.all([writeFile(scriptFile, script), writeFile(shimsFile, shims)]);
  await promisify(execFile)(nodeProgram(), [scriptFile, packageFolder, shimsFile, working]);
  const assets = await zipAssets({
    loader: path.join(packageFolder, 'pyodide.mjs'),
    glue: path.join(packageFolder, 'pyodide.asm.mjs'),
    machine: path.join(packageFolder, 'pyodide.asm.wasm'),
    library: path.join(working, 'library'),
    snapshot: path.join(working, 'snapshot'),
  });
  await rm(working, { recursive: true });
  await writePythonAssets(assets, working);
  await writeFile(path.join(working, MANIFEST), JSON.stringify(assets.manifest));
  await rename(working, folder).catch(() => rm(working, { recursive: true }));
  return assets;
}

async function zipAssets(paths: Readonly<Record<PythonFile, string>>): Promise<PythonAssets> {
  const files = new Map<string, Uint8Array>();
  const entries = PYTHON_FILES.map(async (file) => {
    const read = new Uint8Array(await readFile(paths[file]));
    const bytes = file === 'glue' ? withEagerFunction(read) : read;
    const zipped = await promisify(gzip)(bytes, { level: 9 });
    // No extension that a server would take for an encoding.
    const name = `${file}.${hashOf([zipped])}.bin`;
    files.set(name, zipped);
    const entry = { name, sizeBytes: zipped.length, inflatedBytes: bytes.length };
    if (file !== 'snapshot') return [file, entry] as const;
    return [file, { ...entry, memoryBytes: readSnapshot(bytes).memoryBytes }] as const;
  });
  return { manifest: Object.fromEntries(await Promise.all(entries)) as PythonManifest, files };
}

/** The script that makes the archive and the snapshot, with all that it imports but Pyodide. */
async function imageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/build/python-image.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['pyodide'],
  });
  return outputFiles[0]!.text;
}

/** Our package as JSON: sources by path below its folder. */
async function shimSources(): Promise<string> {
  const names = globSync('**/*.py', { cwd: shimsFolder }).sort();
  const read = names.map(
    async (name) => [name, await readFile(path.join(shimsFolder, name), 'utf8')] as const,
  );
  return JSON.stringify(Object.fromEntries(await Promise.all(read)));
}

async function packageInfo(): Promise<{ version: string }> {
  return JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
}

/** The pinned Node, which has JSPI; the one that builds the site may be older. */
function nodeProgram(): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
}

function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
}
