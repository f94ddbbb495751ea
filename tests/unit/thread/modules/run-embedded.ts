/**
 * Runs a program from disk through the embedded module systems, in this Node process, with Node's own built-in modules
 * and console: `node run-embedded.ts directory entry`. What it prints is compared with what `node entry` prints.
 */
import { readdirSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import path from 'node:path';
import { FileSystem } from '#runtime/kernel/file-system/file-system.ts';
import { ModuleGraph } from '#runtime/kernel/modules/module-graph.ts';
import { parser } from '#runtime/kernel/modules/parser.ts';
import { END } from '#runtime/protocol/module-calls.ts';
import { isModuleNamespace } from '#runtime/thread/modules/module-namespace.ts';
import { createModuleSystem } from '#runtime/thread/modules/module-system.ts';
import { runFile } from '#runtime/thread/modules/run-node-program.ts';
import { installStackTraces, uncaughtErrorHeader } from '#runtime/thread/stack-traces.ts';

// What the bundler resolves in the kernel; the program must see no `require` of ours.
Object.assign(globalThis, { require: nodeModule.createRequire(import.meta.url) });
parser();
Reflect.deleteProperty(globalThis, 'require');

const [directory = '', entry = ''] = process.argv.slice(2);
const files = new FileSystem();
for (const item of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  const full = path.join(item.parentPath, item.name);
  if (item.isDirectory()) files.mkdir(full, 0o777, true);
  else {
    files.mkdir(item.parentPath, 0o777, true);
    files.writeFile(full, new Uint8Array(readFileSync(full)));
  }
}

const graph = new ModuleGraph(files);
const known = new Set<string>();
const nodeRequire = nodeModule.createRequire('/');
const system = createModuleSystem(
  {
    load: (request) => graph.load(request, known),
    compile: (...given) => graph.compile(...given, known),
    check: (path) => graph.check(path),
    resolve: (...given) => graph.resolve(...given),
  },
  (name) => nodeRequire(`node:${name}`),
);

const report = (error: unknown, origin: 'main' | 'uncaughtException' = 'main'): void => {
  const stack = error instanceof Error ? error.stack : `Uncaught ${String(error)}`;
  process.stderr.write(
    `${uncaughtErrorHeader(error, origin !== 'main' || entry.endsWith('.cjs'))}${stack}\n`,
  );
  process.exit(1);
};
process.on('uncaughtException', (error) => report(error, 'uncaughtException'));
const log = console.log;
// Our namespaces are ordinary objects to Node's console.
console.log = (...values: unknown[]) =>
  log(...values.map((value) => (isModuleNamespace(value) ? { ...(value as object) } : value)));
installStackTraces();
// What loops look at: this thread does not end.
Object.assign(globalThis, { [END]: [0] });
try {
  await runFile(system, path.join(directory, entry)).evaluation;
} catch (error) {
  report(error);
}
