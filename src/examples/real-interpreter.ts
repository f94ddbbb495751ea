import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Program } from './example.ts';
import { projectRoot } from './project-root.ts';

/** What one run of a program gave. */
export interface Run {
  /** Standard output and standard error, in order of arrival. */
  output: string;
  exitCode: number;
  durationMs: number;
}

/** An interpreter of this machine: Python as `python3`, or the Node that package.json pins. */
export interface Interpreter {
  command: string;
  /** For example "Python 3.11.7" or "Node.js v26.10.0". */
  title: string;
  /** For example "3.11.7". */
  version: string;
}

/**
 * Finds the interpreter that a program of this runtime runs on.
 *
 * @throws {Error} if it cannot be started; the message says what to install.
 */
export function findInterpreter(runtime: Program['runtime']): Interpreter {
  const command = runtime === 'python' ? 'python3' : join(projectRoot(), 'node_modules/node/bin/node');
  try {
    const answer = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    const version = /\d+(\.\d+)+/.exec(answer)?.[0] ?? answer;
    return { command, version, title: runtime === 'python' ? answer : `Node.js ${answer}` };
  } catch (cause) {
    const remedy =
      runtime === 'python' ? 'Install Python 3 so that `python3` is in the PATH.' : 'Run: npm install';
    throw new Error(`Cannot start "${command}". ${remedy}`, { cause });
  }
}

/**
 * Says why an interpreter is too old for a program.
 *
 * @returns `undefined` if it is not.
 */
export function tooOld(
  program: Pick<Program, 'runtime' | 'needs'>,
  interpreter: Interpreter,
): string | undefined {
  const needed = program.needs?.[program.runtime];
  if (needed === undefined || compareVersions(interpreter.version, needed) >= 0) return undefined;
  const language = program.runtime === 'python' ? 'Python' : 'Node.js';
  return `It needs ${language} ${needed}, and this machine has ${interpreter.title}.`;
}

/**
 * Runs a program in its own folder with the real interpreter, until all of its processes have closed their output.
 *
 * @throws {Error} if it has not ended after `timeoutMs`; its whole process group is killed then.
 */
export function runProgram(program: Program, interpreter: Interpreter, timeoutMs = 30_000): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const startMs = performance.now();
  const child = spawn(interpreter.command, [program.entry], {
    cwd: join(projectRoot(), 'examples', program.name),
    env: plainEnvironment(),
    // Its own process group, so that a timeout ends its children too.
    detached: true,
  });

  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  child.stdin.on('error', () => {
    // The program may end without reading its input.
  });
  child.stdin.end(program.stdin ?? '');

  const timer = setTimeout(() => {
    process.kill(-child.pid!, 'SIGKILL');
    reject(new Error(`"${program.name}" did not end within ${timeoutMs} ms. It printed:\n${output}`));
  }, timeoutMs);
  child.on('error', reject);
  child.on('close', (exitCode, signal) => {
    clearTimeout(timer);
    if (exitCode === null)
      reject(new Error(`"${program.name}" was ended by ${signal}. It printed:\n${output}`));
    else resolve({ output, exitCode, durationMs: performance.now() - startMs });
  });
  return promise;
}

/** This machine's environment without what would change a program's output, such as a test runner's own settings. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_|PYTHON|VITEST|VITE_|FORCE_COLOR$|UV_THREADPOOL_SIZE$)/.test(name),
  );
  return {
    ...Object.fromEntries(entries),
    NO_COLOR: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
  };
}

function compareVersions(left: string, right: string): number {
  const rightParts = right.split('.').map(Number);
  for (const [index, part] of left.split('.').map(Number).entries()) {
    const other = rightParts[index] ?? 0;
    if (part !== other) return part - other;
  }
  return 0;
}
