/**
 * Writes `expected.txt` and `recorded.json` of the examples, from what the real interpreters print here.
 *
 *     npm run examples:record                 all examples
 *     npm run examples:record threads-basic   only this one (or several)
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { sameOutput } from '../src/examples/compare.ts';
import type { Program, Recording } from '../src/examples/example.ts';
import { exampleNames, examplesRoot, loadProgram } from '../src/examples/load.ts';
import { findInterpreter, runProgram, tooOld } from '../src/examples/real-interpreter.ts';

/** Runs after the first one, each of which must give the same answer as the first. */
const confirmations = 4;

const names = process.argv.slice(2);
if (names.length === 0) names.push(...exampleNames());

let failures = 0;
for (const [index, name] of names.entries()) {
  process.stdout.write(`${String(index + 1).padStart(2)}/${names.length} ${name} … `);
  try {
    console.log(await record(loadProgram(name)));
  } catch (error) {
    failures += 1;
    console.log(`not recorded.\n${error instanceof Error ? error.message : String(error)}`);
  }
}
if (failures > 0) {
  console.error(`${failures} of ${names.length} examples could not be recorded; the reasons are above.`);
  process.exitCode = 1;
}

async function record(program: Program): Promise<string> {
  const interpreter = findInterpreter(program.runtime);
  const reason = tooOld(program, interpreter);
  if (reason !== undefined) return `skipped. ${reason}`;

  const first = await runProgram(program, interpreter);
  for (let run = 1; run <= confirmations; run++) {
    const { output, exitCode } = await runProgram(program, interpreter);
    const comparison = sameOutput({ ...program, expected: first.output }, output);
    const difference = comparison.same ? undefined : comparison.difference;
    if (difference !== undefined || exitCode !== first.exitCode) {
      throw new Error(
        `It gave two different answers (${difference ?? `exit codes ${first.exitCode} and ${exitCode}`}).\n` +
          `Make the program deterministic, or declare in its example.json what varies ("output", "mask").`,
      );
    }
  }

  const recording: Recording = {
    interpreter: interpreter.title,
    cpus: availableParallelism(),
    exitCode: first.exitCode,
  };
  const folder = join(examplesRoot(), program.name);
  writeFileSync(join(folder, 'expected.txt'), first.output);
  writeFileSync(join(folder, 'recorded.json'), `${JSON.stringify(recording, null, 2)}\n`);
  return `${interpreter.title}, ${Math.round(first.durationMs)} ms`;
}
