import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../src/runtime/differences.ts';
import { hostUnderTest, isEmbedded, skipReason } from './hosts/host-under-test.ts';
import type { Host, Outcome } from './hosts/host.ts';
import { realNode } from './hosts/real-node.ts';

const programs = path.join(import.meta.dirname, 'python-programs');

/** What a program finds on its standard input; nothing, unless it is here. */
const INPUT: Readonly<Record<string, string>> = {
  '02-standard-input': 'Ada\nsecond\nthird\nfourth line\nstop here\nrest\nof it',
};

let reference: Host | undefined;
let host: Host | undefined;

beforeAll(async () => {
  if (skipReason) return;
  [reference, host] = await Promise.all([realNode(), hostUnderTest()]);
});

afterAll(async () => {
  await Promise.all([reference?.dispose(), host?.dispose()]);
});

const does = 'a Python program does in the page what it does on the machine’s python3';

describe.skipIf(skipReason)(skipReason ? `${does}: ${skipReason}` : does, () => {
  for (const program of readdirSync(programs).sort()) {
    const declared = isEmbedded ? differences.find(({ where }) => where?.includes(program)) : undefined;
    it.skipIf(declared)(declared ? `${program} (differs: ${declared.title})` : program, async () => {
      const outcomeOn = async (where: Host): Promise<Outcome> => {
        await where.mount(program, path.join(programs, program));
        const input = INPUT[program];
        return where.run({
          folder: program,
          command: 'python3',
          args: ['main.py'],
          ...(input === undefined ? {} : { input }),
        });
      };
      const [expected, actual] = await Promise.all([outcomeOn(reference!), outcomeOn(host!)]);
      expect(actual).toEqual(expected);
    });
  }
});
