import { processObject } from '../../node/internal/process-object.ts';
import { nodeOptions } from '../../node/internal/process/node-options.ts';
import { halt } from '../../node/internal/process/exit.ts';
import { writeStandard } from '../../node/internal/process/stdio.ts';
import { parseEnv } from '../../node/internal/parse-env.ts';
import { pathToFileUrl } from '../../protocol/file-url.ts';
import { thread } from '../thread-state.ts';
import { CommonJsModule, nodeModulePaths } from './commonjs-modules.ts';
import type { ModuleSystem } from './module-system.ts';

const WRONG_COMMAND_LINE = 9;

/**
 * Does what the options of the command line ask for before the program runs.
 * @returns a promise when there are modules to import before it
 * @throws what a module throws that `--require` names
 */
export function applyOptions(system: ModuleSystem): Promise<void> | undefined {
  const valuesOf = (name: string): string[] =>
    nodeOptions().flatMap(([given, value]) => (given === name ? [String(value)] : []));
  const limit = valuesOf('--stack-trace-limit').at(-1);
  const V8Error = Error as unknown as { stackTraceLimit: number };
  if (limit !== undefined) V8Error.stackTraceLimit = Number.parseInt(limit, 10) || 0;
  const title = valuesOf('--title').at(-1);
  if (title !== undefined) Object.assign(processObject(), { title });
  if (thread.isMainThread) {
    for (const path of valuesOf('--env-file')) loadEnvironment(system, path, true);
    for (const path of valuesOf('--env-file-if-exists')) loadEnvironment(system, path, false);
  }
  requireAll(system, valuesOf('--require'), thread.cwd);
  const imports = valuesOf('--import');
  return imports.length > 0 ? importAll(system, imports, thread.cwd) : undefined;
}

/** What the environment has already, it keeps. */
function loadEnvironment({ builtInModule }: ModuleSystem, path: string, mustExist: boolean): void {
  const { readFileSync } = builtInModule('fs') as { readFileSync(path: string, encoding: 'utf8'): string };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    if (!mustExist) {
      writeStandard(2, `${path} not found. Continuing without it.\n`);
      return;
    }
    writeStandard(2, `${thread.argv0}: ${path}: not found\n`);
    halt(WRONG_COMMAND_LINE);
  }
  const { env } = processObject();
  for (const [name, value] of Object.entries(parseEnv(text))) if (!(name in env)) env[name] = value;
}

function requireAll({ commonJs }: ModuleSystem, names: readonly string[], cwd: string): void {
  if (names.length === 0) return;
  const preload = new CommonJsModule('internal/preload', undefined);
  preload.path = cwd;
  preload.paths = nodeModulePaths(cwd);
  const require = commonJs.requireOf(preload);
  for (const name of names) require(name);
}

async function importAll({ esModules }: ModuleSystem, names: readonly string[], cwd: string): Promise<void> {
  const base = pathToFileUrl(`${cwd}/`);
  for (const name of names) await esModules.import(name, base);
}
