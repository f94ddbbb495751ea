import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';

const flagsOf = {
  '<': openFlags.readOnly,
  '>': openFlags.writeOnly | openFlags.create | openFlags.truncate,
  '>>': openFlags.writeOnly | openFlags.create | openFlags.append,
};

/** Opens the file of a redirection. @throws Error in the words of `sh` */
export function openTarget(path: string, operator: '<' | '>' | '>>'): number {
  try {
    return callSync('fs.open', path, flagsOf[operator], 0o666);
  } catch (error) {
    const { code } = error as { code?: string };
    const verb = operator === '<' ? 'open' : 'create';
    const reason =
      code === 'ENOENT' ? (operator === '<' ? 'No such file' : 'Directory nonexistent') : 'Is a directory';
    throw new Error(`cannot ${verb} ${path}: ${reason}`, { cause: error });
  }
}

let documents = 0;

/** A here-document is a file that nobody else finds: a pipe would hold only so much. */
export function openDocument(text: string): number {
  const path = `/tmp/.here-document-${thread.pid}-${++documents}`;
  callSync('fs.write-file', path, new TextEncoder().encode(text), flagsOf['>'], 0o600);
  const fd = callSync('fs.open', path, openFlags.readOnly, 0);
  callSync('fs.rm', path, false);
  return fd;
}
