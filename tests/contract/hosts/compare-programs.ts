import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../../src/runtime/differences.ts';
import { firefoxDifferences } from './firefox-differences.ts';
import { hostUnderTest, isEmbedded, isFirefox, skipReason } from './host-under-test.ts';
import type { Host, Outcome } from './host.ts';
import { realNode } from './real-node.ts';

/** A folder of programs, each in a folder of its own, and how they are run. */
export interface ComparedPrograms {
  /** What all of them do, as a sentence. */
  readonly does: string;
  readonly folder: string;
  /** Runs one, which is mounted under its name. */
  readonly run: (host: Host, program: string) => Promise<Outcome>;
  /** Programs whose threads or processes owe us no order: their lines are compared sorted. */
  readonly inAnyOrder?: ReadonlySet<string>;
}

/** Defines a test for each program: what it does on the host under test, it does on the machine. */
export function comparePrograms({ does, folder, run, inAnyOrder }: ComparedPrograms): void {
  let reference: Host | undefined;
  let host: Host | undefined;

  beforeAll(async () => {
    if (skipReason) return;
    [reference, host] = await Promise.all([realNode(), hostUnderTest()]);
  });

  afterAll(async () => {
    await Promise.all([reference?.dispose(), host?.dispose()]);
  });

  describe.skipIf(skipReason)(skipReason ? `${does}: ${skipReason}` : does, () => {
    for (const program of readdirSync(folder).sort()) {
      const declared = isEmbedded ? differences.find(({ where }) => where?.includes(program)) : undefined;
      const worded = isFirefox ? firefoxDifferences[program] : undefined;
      const difference = declared?.title ?? worded?.reason;
      it.skipIf(declared)(difference ? `${program} (differs: ${difference})` : program, async () => {
        const outcomeOn = async (where: Host): Promise<Outcome> => {
          await where.mount(program, path.join(folder, program));
          const { output, exitCode } = await run(where, program);
          const compared = worded?.withoutIt(output) ?? output;
          return { output: inAnyOrder?.has(program) ? sorted(compared) : compared, exitCode };
        };
        const [first, actual] = await Promise.all([outcomeOn(reference!), outcomeOn(host!)]);
        // On a busy machine real Node itself loses or moves a line once in a while: then it is asked again, and only it.
        const expected = isDeepStrictEqual(actual, first) ? first : await outcomeOn(reference!);
        expect(actual).toEqual(expected);
      });
    }
  });
}

function sorted(lines: string): string {
  return lines.split('\n').sort().join('\n');
}
