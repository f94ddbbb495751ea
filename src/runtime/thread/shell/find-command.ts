import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';

/** Programs that are part of the host and are no files, by the directory where a system has them. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  '/usr/local/bin': ['node'],
  '/usr/bin':
    '[ basename cat chmod cmp cp cut dirname echo env false find grep head id kill ln ls mkdir mv nl nproc printf ps pwd readlink realpath rev rm rmdir sed seq sh sleep sort tac tail tee test timeout touch tr true uniq wc which xargs yes'.split(
      ' ',
    ),
};

/** Where a command is, looking through the directories of `PATH`. */
export function findCommand(name: string, path = '/usr/local/bin:/usr/bin:/bin'): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  for (const directory of path.split(':')) {
    if (builtIn[directory]?.includes(name) || isExecutable(`${directory}/${name}`))
      return `${directory}/${name}`;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    callSync('fs.access', path, 1);
    callSync('close', callSync('fs.open', path, openFlags.readOnly, 0));
    return (callSync('fs.stat', path).mode & 0o170000) === 0o100000;
  } catch {
    return false;
  }
}
