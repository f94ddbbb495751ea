import { WORKING_DIRECTORY } from '../contract/hosts/embedded-host.ts';
import type { Host } from '../contract/hosts/host.ts';
import { BREAKING } from './python-tests.ts';

/** What became of a test, and what it said of it. */
export interface PythonResult {
  readonly verdict: 'passed' | 'skipped' | 'failed';
  readonly text: string;
}

export const PYTHON_TEST_FOLDER = 'cpython';

/** A test that prints nothing for so long hangs. */
const SILENCE_MS = 150_000;
const MODULE_LIMIT_MS = 30 * 60_000;

/**
 * Runs a module in a process of its own. A test that hangs or ends the process has failed, and the next process begins
 * behind it.
 */
export async function runPythonModule(
  host: Host,
  module: string,
  parts: readonly string[],
  onResult: (name: string, result: PythonResult) => void,
): Promise<Map<string, PythonResult>> {
  const results = new Map<string, PythonResult>();
  const record = (name: string, result: PythonResult): void => {
    results.set(name, result);
    onResult(name, result);
  };
  for (let after: string | undefined; ;) {
    const { output, exitCode } = await host.run({
      command: 'python3',
      folder: PYTHON_TEST_FOLDER,
      args: [
        'run_python_tests.py',
        module,
        ...(after === undefined ? [] : ['--after', after]),
        ...BREAKING.filter((name) => name.startsWith(`${module}.`)).flatMap((name) => ['--without', name]),
        ...parts,
      ],
      // With a home, `test.support.script_helper` starts interpreters that heed the environment, and so find `test`.
      env: { PYTHONPATH: `${WORKING_DIRECTORY}/${PYTHON_TEST_FOLDER}`, PYTHONHOME: '/usr' },
      limitMs: MODULE_LIMIT_MS,
      silenceMs: SILENCE_MS,
    });
    const { results: found, listed, running } = readResults(output);
    for (const [name, result] of found) record(name, result);
    if (running !== undefined) {
      record(running, { verdict: 'failed', text: `It did not end; exit code ${exitCode}.\n${tail(output)}` });
      after = running;
      continue;
    }
    const left = listed.filter((name) => !results.has(name));
    for (const name of left) record(name, { verdict: 'failed', text: `It did not run.\n${tail(output)}` });
    if (listed.length === 0 && found.size === 0 && after === undefined) {
      record(module, {
        verdict: 'failed',
        text: `The module did not run; exit code ${exitCode}.\n${tail(output)}`,
      });
    }
    return results;
  }
}

/** Reads the lines of `run_python_tests.py`. */
export function readResults(output: string): {
  results: Map<string, PythonResult>;
  listed: string[];
  /** The test that had begun when the process ended. */
  running: string | undefined;
} {
  const results = new Map<string, PythonResult>();
  const listed: string[] = [];
  let running: string | undefined;
  for (const [, event, name, json] of output.matchAll(/^@@(\w+) (\S+)(?: (.*?))?\r?$/gm)) {
    const text = json ? (JSON.parse(json) as string) : '';
    if (event === 'listed') listed.push(name!);
    else if (event === 'started') running = name;
    else {
      results.set(name!, { verdict: event as PythonResult['verdict'], text });
      if (running === name) running = undefined;
    }
  }
  return { results, listed, running };
}

function tail(output: string): string {
  return output.replace(/^@@listed .*\s*/gm, '').slice(-3000);
}
