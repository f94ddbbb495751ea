import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameOutput } from '#examples/compare.ts';
import type { Example } from '#examples/example.ts';
import { listExamples } from '#examples/load.ts';
import { differences } from '#runtime/differences.ts';
import type { Host } from './hosts/host.ts';
import { hostUnderTest, skipReason } from './hosts/host-under-test.ts';

const examples = path.join(import.meta.dirname, '../../examples');

/** Some examples measure, and so compute for a while: each may take its time as long as it goes on printing. */
const LIMIT_MS = 240_000;
const SILENCE_MS = 45_000;

/** Holds a host to the recordings of all examples of a runtime. */
export function testExamples(runtime: Example['runtime'], title: string): void {
  let host: Host | undefined;
  beforeAll(async () => {
    if (!skipReason) host = await hostUnderTest();
  });
  afterAll(() => host?.dispose());

  describe.skipIf(skipReason)(skipReason ? `${title}: ${skipReason}` : title, () => {
    for (const example of listExamples().filter((candidate) => candidate.runtime === runtime)) {
      const difference = differences.find(({ where }) => where?.includes(example.name))?.title;
      const name = difference ? `${example.name} (differs: ${difference})` : example.name;
      it.skipIf(difference)(name, { timeout: LIMIT_MS + SILENCE_MS }, async () => {
        await host!.mount(example.name, path.join(examples, example.name));
        const { output, exitCode } = await host!.run({
          folder: example.name,
          command: runtime === 'python' ? 'python3' : 'node',
          args: [example.entry],
          limitMs: LIMIT_MS,
          silenceMs: SILENCE_MS,
          ...(example.stdin === undefined ? {} : { input: example.stdin }),
        });
        const comparison = sameOutput(example, output);
        if (!comparison.same) expect.fail(`${comparison.difference}. It printed:\n${output}`);
        expect(exitCode).toBe(example.recorded.exitCode);
      });
    }
  });
}
