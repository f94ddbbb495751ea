import { describe, expect, test } from 'vitest';
import { sameOutput } from '#examples/compare.ts';
import type { Program } from '#examples/example.ts';
import { listExamples } from '#examples/load.ts';
import { findInterpreter, runProgram, tooOld, type Interpreter } from '#examples/real-interpreter.ts';

const interpreters = { python: interpreterOrReason('python'), node: interpreterOrReason('node') };

describe('every example prints, on the real interpreter, what its page shows', () => {
  for (const example of listExamples()) {
    const interpreter = interpreters[example.runtime];
    const title = typeof interpreter === 'string' ? 'not run' : interpreter.title;

    test(`${example.name} (${title})`, async (context) => {
      const reason = typeof interpreter === 'string' ? interpreter : tooOld(example, interpreter);
      if (reason !== undefined) console.warn(`Skipped example "${example.name}": ${reason}`);
      context.skip(reason !== undefined, reason);

      const { output, exitCode } = await runProgram(example, interpreter as Interpreter);

      const comparison = sameOutput(example, output);
      if (!comparison.same) expect.fail(`${comparison.difference}. It printed:\n${output}`);
      expect(exitCode).toBe(example.recorded.exitCode);
    });
  }
});

/** The interpreter of this machine, or why there is none: somebody without Python can still run the tests. */
function interpreterOrReason(runtime: Program['runtime']): Interpreter | string {
  try {
    return findInterpreter(runtime);
  } catch (error) {
    return (error as Error).message;
  }
}
