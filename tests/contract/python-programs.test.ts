import path from 'node:path';
import { comparePrograms } from './hosts/compare-programs.ts';

/** What a program finds on its standard input; nothing, unless it is here. */
const INPUT: Readonly<Record<string, string>> = {
  '02-standard-input': 'Ada\nsecond\nthird\nfourth line\nstop here\nrest\nof it',
};

comparePrograms({
  does: 'a Python program does in the page what it does on the machine’s python3',
  folder: path.join(import.meta.dirname, 'python-programs'),
  run: (host, program) => {
    const input = INPUT[program];
    return host.run({
      folder: program,
      command: 'python3',
      args: ['main.py'],
      ...(input === undefined ? {} : { input }),
    });
  },
});
