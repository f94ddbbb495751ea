import { existsSync } from 'node:fs';
import path from 'node:path';
import { comparePrograms } from './hosts/compare-programs.ts';

const folder = path.join(import.meta.dirname, 'programs');

comparePrograms({
  does: 'a Node program does in the page what it does on real Node',
  folder,
  run: (host, program) => {
    const isModule = existsSync(path.join(folder, program, 'main.mjs'));
    return host.run({ folder: program, args: [isModule ? 'main.mjs' : 'main.cjs'] });
  },
  inAnyOrder: new Set([
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
  ]),
});
