import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';
import type { CreateModule } from '../../src/runtime/python/kernel-imports.ts';
import type { LoadPyodide } from '../../src/runtime/python/pyodide.ts';
import type { Interpreter } from '../../src/runtime/python/start-interpreter.ts';
import { PendingSignals } from '../../src/runtime/python/threads/pending-signals.ts';
import { startInterpreter } from '../../src/runtime/python/start-interpreter.ts';

const shims = fileURLToPath(new URL('../../src/runtime/python/shims/_interleave/', import.meta.url));

/**
 * The very interpreter that a Python process has, in this Node (26 has JSPI), with the shims as they are on disk. Takes two
 * seconds: a file of tests starts one.
 *
 * @param facilities stand in for those that need a kernel, by name
 * @param signals of the process, which a test may raise
 */
export async function pythonInNode(
  facilities: Readonly<Record<string, object>> = {},
  signals = new PendingSignals(),
): Promise<Interpreter> {
  // eslint-disable-next-line @typescript-eslint/ban-ts-comment
  // @ts-ignore: Emscripten's module has no types.
  const glue = (await import('pyodide/pyodide.asm.mjs')) as { readonly default: CreateModule };
  return startInterpreter({
    loadPyodide: loadPyodide as unknown as LoadPyodide,
    source: { createPyodideModule: glue.default },
    shims: shimSources(),
    facilities,
    signals,
  });
}

/** The sources of our Python package, by path below its folder. */
export function shimSources(): Record<string, string> {
  const files = readdirSync(shims, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.py'),
  );
  return Object.fromEntries(files.map((name) => [name, readFileSync(shims + name, 'utf8')]));
}
