import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import type { PythonFile, PythonManifest } from '../runtime/protocol/python-runtime.ts';

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
const shims = fileURLToPath(new URL('../runtime/python/shims/', import.meta.url));

/** The files that Python interpreters start from, as the site serves them. */
export interface PythonAssets {
  readonly manifest: PythonManifest;
  /** Gzipped contents by the names in the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Makes the files, gzipped by us: hosts differ in what they compress, and so all send the same bytes. */
export async function pythonAssets(): Promise<PythonAssets> {
  const [loader, glue, machine, library] = await Promise.all([
    readFile(path.join(packageFolder, 'pyodide.mjs')),
    readFile(path.join(packageFolder, 'pyodide.asm.mjs')),
    readFile(path.join(packageFolder, 'pyodide.asm.wasm')),
    libraryArchive(),
  ]);
  const contents: Record<PythonFile, Uint8Array> = { loader, glue, machine, library };
  const files = new Map<string, Uint8Array>();
  const entries = await Promise.all(
    Object.entries(contents).map(async ([file, bytes]) => {
      const zipped = await promisify(gzip)(bytes);
      const hash = createHash('sha256').update(zipped).digest('hex').slice(0, 12);
      // No extension that a host would serve with an encoding.
      const name = `${file}.${hash}.bin`;
      files.set(name, zipped);
      return [file, { name, sizeBytes: zipped.length }] as const;
    }),
  );
  return { manifest: Object.fromEntries(entries) as PythonManifest, files };
}

/** Writes the files into `directory/python`, and their names and sizes as `directory/python.json`, for who wants to prefetch them. */
export async function writePythonAssets({ files, manifest }: PythonAssets, directory: string): Promise<void> {
  await mkdir(path.join(directory, 'python'), { recursive: true });
  await Promise.all([
    writeFile(path.join(directory, 'python.json'), JSON.stringify(manifest)),
    ...Array.from(files, ([name, bytes]) => writeFile(path.join(directory, 'python', name), bytes)),
  ]);
}

/** The standard library with our own package in it. */
async function libraryArchive(): Promise<Uint8Array> {
  const library = unzipSync(await readFile(path.join(packageFolder, 'python_stdlib.zip')));
  const own = globSync('_interleave/**/*.py', { cwd: shims });
  for (const name of own) library[name] = await readFile(path.join(shims, name));
  return zipSync(library, { level: 0, mtime: new Date(1980, 0, 1) });
}
