import { readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../src/runtime/differences.ts';
import { firefoxDifferences } from './hosts/firefox-differences.ts';
import { hostUnderTest, isEmbedded, isFirefox, skipReason } from './hosts/host-under-test.ts';
import type { Host, Outcome } from './hosts/host.ts';
import { realNode } from './hosts/real-node.ts';

const programs = path.join(import.meta.dirname, 'programs');

/** Programs whose threads or processes owe us no order: their lines are compared sorted. */
const ANY_ORDER = new Set([
  '02-worker-basic',
  '09-worker-error',
  '10-exit-codes',
  '11-fork',
  '12-spawn',
  '23-env-share',
  '25-stdio',
  '29-resource',
  '45-worker-endings',
  '48-environment-data',
]);

let reference: Host | undefined;
let host: Host | undefined;

beforeAll(async () => {
  if (skipReason) return;
  [reference, host] = await Promise.all([realNode(), hostUnderTest()]);
});

afterAll(async () => {
  await Promise.all([reference?.dispose(), host?.dispose()]);
});

const does = 'a Node program does in the page what it does on real Node';

describe.skipIf(skipReason)(skipReason ? `${does}: ${skipReason}` : does, () => {
  for (const program of readdirSync(programs).sort()) {
    const declared = isEmbedded ? differences.find(({ where }) => where?.includes(program)) : undefined;
    const worded = isFirefox ? firefoxDifferences[program] : undefined;
    const difference = declared?.title ?? worded?.reason;
    const title = difference ? `${program} (differs: ${difference})` : program;
    it.skipIf(declared)(title, async () => {
      const folder = path.join(programs, program);
      const entry = existsSync(path.join(folder, 'main.mjs')) ? 'main.mjs' : 'main.cjs';
      const outcomeOn = async (where: Host): Promise<Outcome> => {
        await where.mount(program, folder);
        const { output, exitCode } = await where.run({ folder: program, args: [entry] });
        return comparable(program, { output: worded?.withoutIt(output) ?? output, exitCode });
      };
      const [first, actual] = await Promise.all([outcomeOn(reference!), outcomeOn(host!)]);
      // On a busy machine real Node itself loses or moves a line once in a while: then it is asked again, and only it.
      const expected = isDeepStrictEqual(actual, first) ? first : await outcomeOn(reference!);
      expect(actual).toEqual(expected);
    });
  }
});

function comparable(program: string, { output, exitCode }: Outcome): Outcome {
  if (!ANY_ORDER.has(program)) return { output, exitCode };
  return { output: output.split('\n').sort().join('\n'), exitCode };
}
