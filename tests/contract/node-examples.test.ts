import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameOutput } from '#examples/compare.ts';
import { listExamples } from '#examples/load.ts';
import type { Host } from './hosts/host.ts';
import { hostUnderTest, skipReason } from './hosts/host-under-test.ts';

const examples = path.join(import.meta.dirname, '../../examples');

let host: Host | undefined;

beforeAll(async () => {
  if (!skipReason) host = await hostUnderTest();
});

afterAll(() => host?.dispose());

const prints = 'a Node example prints in the page what it printed on real Node';

describe.skipIf(skipReason)(skipReason ? `${prints}: ${skipReason}` : prints, () => {
  for (const example of listExamples().filter(({ runtime }) => runtime === 'node')) {
    it(example.name, async () => {
      await host!.mount(example.name, path.join(examples, example.name));
      const { output, exitCode } = await host!.run({
        folder: example.name,
        args: [example.entry],
        ...(example.stdin === undefined ? {} : { input: example.stdin }),
      });
      const comparison = sameOutput(example, output);
      if (!comparison.same) expect.fail(`${comparison.difference}. It printed:\n${output}`);
      expect(exitCode).toBe(example.recorded.exitCode);
    });
  }
});
