/**
 * Makes what Python interpreters start from: the archive of the standard library, and a memory snapshot of an interpreter
 * in which our package is installed and the usual modules are imported. A script for a Node with JSPI, bundled and run by
 * python-runtime.ts: `node python-image.mjs <folder of the pyodide package> <shims as JSON> <output folder>`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPyodide } from 'pyodide';
import type { CreateModule } from '../runtime/python/kernel-imports.ts';
import type { LoadPyodide, Pyodide } from '../runtime/python/pyodide.ts';
import { installedInterpreter } from '../runtime/python/start-interpreter.ts';
import { packSnapshot } from '../runtime/protocol/packed-snapshot.ts';
import { xorWithDataSegments } from '../runtime/protocol/wasm-data-segments.ts';
import { wipeFreeMemory } from './wipe-free-memory.ts';

const [packageFolder, shimsFile, output] = process.argv.slice(2) as [string, string, string];
const shims = JSON.parse(readFileSync(shimsFile, 'utf8')) as Record<string, string>;
const archive = path.join(output, 'library');
const glue = pathToFileURL(path.join(packageFolder, 'pyodide.asm.mjs')).href;
const { default: createPyodideModule } = (await import(glue)) as { readonly default: CreateModule };

const first = await installedInterpreter({
  loadPyodide: loadPyodide as unknown as LoadPyodide,
  source: { createPyodideModule },
  shims,
});
preload(first);
writeFileSync(archive, packLibrary(first));

const second = await installedInterpreter({
  loadPyodide: loadPyodide as unknown as LoadPyodide,
  source: { createPyodideModule, stdLibURL: archive, _makeSnapshot: true },
});
preload(second);
wipeFreeMemory(second);
const snapshot = packSnapshot(second.makeMemorySnapshot());
const machine = readFileSync(path.join(packageFolder, 'pyodide.asm.wasm'));
xorWithDataSegments(snapshot, machine);
writeFileSync(path.join(output, 'snapshot'), snapshot);

function preload(pyodide: Pyodide): void {
  pyodide.runPython('import _interleave.preload; _interleave.preload.preload()');
}

/**
 * The archive has all sources, for tracebacks and `inspect`, and the bytecode of what is not in the snapshot anyway. Of our
 * own package it has bytecode only: its lines are never shown.
 */
function packLibrary(pyodide: Pyodide): Uint8Array {
  pyodide.FS.writeFile('/library.zip', readFileSync(path.join(packageFolder, 'python_stdlib.zip')));
  pyodide.FS.writeFile('/shims.json', JSON.stringify(shims));
  pyodide.runPython(`
def pack():
    import importlib._bootstrap_external as bootstrap, importlib.util, json, sys, zipfile

    preloaded = set(sys.modules)

    def bytecode(name, source):
        code = compile(source, '/lib/python314.zip/' + name, 'exec', dont_inherit=True, optimize=0)
        return bytes(bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(source), False))

    def module_name(file):
        return file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')

    with zipfile.ZipFile('/library.zip') as library, zipfile.ZipFile('/packed.zip', 'w') as packed:
        def write(name, contents):
            packed.writestr(zipfile.ZipInfo(name), contents)

        for name in library.namelist():
            if name.endswith('/') or name.startswith('__phello__'):
                continue
            source = library.read(name)
            if name.endswith('.py') and module_name(name) not in preloaded:
                write(name + 'c', bytecode(name, source))
            write(name, source)
        with open('/shims.json') as file:
            for name, source in json.load(file).items():
                name = '_interleave/' + name
                write(name + 'c', bytecode(name, source.encode()))

pack()
`);
  return (pyodide.FS['readFile'] as (name: string) => Uint8Array)('/packed.zip');
}
