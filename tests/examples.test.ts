import { describe, expect, test } from 'vitest';
import { sameOutput } from '#examples/compare.ts';
import { listExamples } from '#examples/load.ts';
import { findInterpreter, runProgram, tooOld } from '#examples/real-interpreter.ts';

const interpreters = { python: findInterpreter('python'), node: findInterpreter('node') };

describe('every example prints, on the real interpreter, what its page shows', () => {
  for (const example of listExamples()) {
    const interpreter = interpreters[example.runtime];

    test(`${example.name} (${interpreter.title})`, async (context) => {
      const reason = tooOld(example, interpreter);
      if (reason !== undefined) {
        console.warn(`Skipped "${example.name}": ${reason}.`);
        context.skip(reason);
      }

      const { output, exitCode } = await runProgram(example, interpreter);

      const comparison = sameOutput(example, output);
      if (!comparison.same) expect.fail(`${comparison.difference}. It printed:\n${output}`);
      expect(exitCode).toBe(example.recorded.exitCode);
    });
  }
});
