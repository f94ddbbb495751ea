import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameOutput } from '#examples/compare.ts';
import { listExamples } from '#examples/load.ts';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

const examples = path.join(import.meta.dirname, '../../examples');

let host: EmbeddedHost;

beforeAll(async () => {
  host = await embeddedHost();
});

afterAll(() => host.dispose());

describe('a Node example prints in the page what it printed on real Node', () => {
  for (const example of listExamples().filter(({ runtime }) => runtime === 'node')) {
    it(example.name, async () => {
      await host.mount(example.name, path.join(examples, example.name));
      const { output, exitCode } = await host.run({
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
