import type { Host, Outcome } from '../contract/hosts/host.ts';

/** What became of a test: it ran to its end, it said that it does not apply here, or neither. */
export interface Result {
  readonly verdict: 'passed' | 'skipped' | 'failed';
  readonly outcome: Outcome;
}

export const TEST_FOLDER = 'test';

/** Runs tests of a mounted folder, several at once, and tells of each as it ends. */
export async function runTests(
  host: Host,
  names: readonly string[],
  {
    atOnce,
    limitMs,
    onResult,
  }: { atOnce: number; limitMs: number; onResult: (name: string, result: Result) => void },
): Promise<Map<string, Result>> {
  const results = new Map<string, Result>();
  const left = [...names];
  const runOneAfterTheOther = async (slot: number): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const outcome = await host.run({
        folder: `${TEST_FOLDER}/parallel`,
        args: [name],
        limitMs,
        // The slot names the temporary folder of the test; the browser adds globals that Node does not know.
        env: { TEST_THREAD_ID: String(slot), NODE_TEST_KNOWN_GLOBALS: '0' },
      });
      const result = { verdict: verdictOf(outcome), outcome };
      results.set(name, result);
      onResult(name, result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, slot) => runOneAfterTheOther(slot)));
  return results;
}

function verdictOf({ output, exitCode }: Outcome): Result['verdict'] {
  if (exitCode !== 0) return 'failed';
  return /^1\.\.0 # Skipped/m.test(output) ? 'skipped' : 'passed';
}
